import * as v from "valibot";
import { Uri, window, workspace } from "vscode";
import type { DownloadableDataset } from "../datasets/downloadable.ts";
import { type HiddenActivationName, hiddenActivationOf, layerActivations } from "../network/networkShape.ts";
import { learningRateSchema, suggestedLearningRate } from "../protocol/settings.ts";
import { hiddenSizesText, sizesInWords, typedSizes } from "../protocol/typedSizes.ts";
import { Cancelled } from "./cancelled.ts";
import { datasetNameOf } from "./datasetFolder.ts";
import type { NewNetwork } from "./newNetworkSettings.ts";
import { type Answer, askForText, askToPick, type Choice, type Position } from "./questionSequence.ts";

const title = "New Network";

/**
 * Asks for a new network, one question after the other, each with a way back to the one before. What is not asked is as
 * in `offered`.
 *
 * @param offered the answers to begin with
 * @throws {Cancelled}
 */
export async function askForNewNetwork(
  offered: NewNetwork,
  downloadables: readonly DownloadableDataset[],
): Promise<NewNetwork> {
  let { dataset } = offered;
  let { sizes, learningRate } = offered.settings;
  let activation = hiddenActivationOf(offered.settings.activations);
  const activationsOf = (hidden: HiddenActivationName) => layerActivations(sizes, hidden, "sigmoid");
  const suggested = (hidden: HiddenActivationName) =>
    suggestedLearningRate({ ...offered.settings, activations: activationsOf(hidden) });
  const datasets = await datasetChoices(downloadables);
  const questions: ((position: Position) => Promise<Answer<unknown>>)[] = [
    async (position) => {
      const answer = await askForDataset(position, datasets, dataset);
      if (answer !== "back") dataset = answer.value;
      return answer;
    },
    async (position) => {
      const answer = await askForHiddenSizes(position, sizes);
      if (answer !== "back") sizes = [...answer.value];
      return answer;
    },
    async (position) => {
      const answer = await askToPick(position, "What hidden neurons do with their sums", activations, activation);
      if (answer !== "back") {
        if (learningRate === suggested(activation)) learningRate = suggested(answer.value);
        activation = answer.value;
      }
      return answer;
    },
    async (position) => {
      const answer = await askForLearningRate(position, learningRate);
      if (answer !== "back") learningRate = answer.value;
      return answer;
    },
  ];
  for (let question = 0; question < questions.length; ) {
    const answer = await questions[question]({ title, step: question + 1, totalSteps: questions.length });
    question += answer === "back" ? -1 : 1;
  }
  return { settings: { ...offered.settings, sizes, activations: activationsOf(activation), learningRate }, dataset };
}

/**
 * Asks for a folder of IDX files.
 *
 * @returns its name as a dataset
 * @throws {Cancelled}
 */
export async function askForDatasetFolder(): Promise<string> {
  const picked = await window.showOpenDialog({
    title: "A folder of IDX files: NAME-images-idx3-ubyte and NAME-labels-idx1-ubyte, gzipped or not",
    openLabel: "Learn from This Folder",
    canSelectFiles: false,
    canSelectFolders: true,
    ...(workspace.workspaceFolders?.[0] && { defaultUri: workspace.workspaceFolders[0].uri }),
  });
  if (!picked?.[0]) throw new Cancelled();
  return datasetNameOf(picked[0]);
}

/** Null stands for a folder yet to be asked for. */
type DatasetChoice = Choice<string | null>;

async function datasetChoices(downloadables: readonly DownloadableDataset[]): Promise<DatasetChoice[]> {
  return [
    {
      label: "Built-in digits",
      description: "12,000 to train, 2,000 held out",
      detail: "Drawn by Downhill itself: nothing to download",
      value: "built-in",
    },
    ...(await workspaceFolders()).map((name) => ({
      label: name === "." ? "This folder" : name,
      description: "IDX files in this workspace",
      value: name,
    })),
    ...downloadables.map(({ name, label, description }) => ({
      label,
      description,
      detail: "Downloaded once, when you say so, and kept",
      value: name,
    })),
    { label: "$(folder-opened) A folder of IDX files…", value: null },
  ];
}

/** Folders of the workspace that hold IDX pictures, as names of datasets. */
async function workspaceFolders(): Promise<string[]> {
  const pictures = await workspace.findFiles("**/*images{-,.}idx3-ubyte{,.gz}", undefined, 50);
  return [...new Set(pictures.map((uri) => datasetNameOf(Uri.joinPath(uri, ".."))))].sort();
}

async function askForDataset(
  position: Position,
  choices: readonly DatasetChoice[],
  current: string,
): Promise<Answer<string>> {
  const isListed = choices.some((choice) => choice.value === current);
  const listed = isListed
    ? choices
    : [{ label: current, description: "as in the settings", value: current }, ...choices];
  const answer = await askToPick(position, "What to learn from", listed, current);
  if (answer === "back") return answer;
  return { value: answer.value ?? (await askForDatasetFolder()) };
}

async function askForHiddenSizes(position: Position, sizes: readonly number[]): Promise<Answer<readonly number[]>> {
  const prompt = "Sizes of the hidden layers, between 784 pixels and 10 outputs";
  return askForText(position, prompt, hiddenSizesText(sizes), (text) => {
    const typed = typedSizes(text);
    return "problem" in typed ? typed : { ...typed, inWords: sizesInWords(typed.value) };
  });
}

const activations: readonly Choice<HiddenActivationName>[] = [
  { label: "sigmoid", description: "squashes a sum into 0…1, as in the lesson", value: "sigmoid" },
  { label: "relu", description: "cuts off what is negative; wants a smaller learning rate", value: "relu" },
];

async function askForLearningRate(position: Position, learningRate: number): Promise<Answer<number>> {
  const prompt = "Learning rate: how far one step goes downhill";
  return askForText(position, prompt, `${learningRate}`, (text) => {
    const result = v.safeParse(learningRateSchema, text.trim() === "" ? Number.NaN : Number(text));
    return result.success
      ? { value: result.output, inWords: "Enter makes the network" }
      : { problem: result.issues[0].message };
  });
}
