import * as v from "valibot";
import { Uri, window, workspace } from "vscode";
import type { DownloadableDataset } from "../../datasets/downloadable.ts";
import {
  activationsFor,
  type HiddenActivationName,
  hiddenActivationNames,
  hiddenActivationOf,
  layerActivations,
} from "../../network/networkShape.ts";
import { activationWords } from "../../protocol/choiceNames.ts";
import { learningRateSchema } from "../../protocol/settings.ts";
import { hiddenSizesText, sizesInWords, typedSizes } from "../../protocol/typedSizes.ts";
import { Cancelled } from "../cancelled.ts";
import { datasetNameOf } from "../datasets/datasetFolder.ts";
import { askForMore, changed } from "./moreQuestions.ts";
import type { NewNetwork } from "./newNetworkSettings.ts";
import { type Answer, askForText, askToPick, type Choice, type Position } from "./questionSequence.ts";

const title = "New Network";

/**
 * Asks for a new network, one question after the other, each with a way back to the one before; whoever wants more of what
 * it learns with is asked for that at the end. What is not asked is as in `offered`.
 *
 * @param offered the answers to begin with
 * @throws {Cancelled}
 */
export async function askForNewNetwork(
  offered: NewNetwork,
  downloadables: readonly DownloadableDataset[],
): Promise<NewNetwork> {
  let { dataset, settings } = offered;
  let wantsMore = false;
  const datasets = await datasetChoices(downloadables);
  const questions: ((position: Position) => Promise<Answer<unknown>>)[] = [
    async (position) => {
      const answer = await askForDataset(position, datasets, dataset);
      if (answer !== "back") dataset = answer.value;
      return answer;
    },
    async (position) => {
      const answer = await askForHiddenSizes(position, settings.sizes);
      if (answer !== "back") {
        const activations = activationsFor(answer.value, settings.activations);
        settings = changed(settings, { sizes: answer.value, activations });
      }
      return answer;
    },
    async (position) => {
      const { sizes, activations } = settings;
      const current = hiddenActivationOf(activations);
      const answer = await askToPick(position, "What hidden neurons do with their sums", hiddenActivations, current);
      if (answer !== "back" && answer.value !== current) {
        const output = activations[activations.length - 1];
        settings = changed(settings, { activations: layerActivations(sizes, answer.value, output) });
      }
      return answer;
    },
    async (position) => {
      const answer = await askForLearningRate(position, settings.learningRate);
      if (answer !== "back") {
        settings = changed(settings, { learningRate: answer.value });
        ({ wantsMore } = answer);
      }
      return answer;
    },
    async (position) => {
      const answer = await askForMore(position, settings);
      if (answer !== "back") settings = answer.value;
      return answer;
    },
  ];
  const plainCount = questions.length - 1;
  for (let question = 0; question < plainCount || (question === plainCount && wantsMore); ) {
    const totalSteps = question < plainCount ? plainCount : questions.length;
    const answer = await questions[question]({ title, step: question + 1, totalSteps });
    question += answer === "back" ? -1 : 1;
  }
  return { settings, dataset };
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
  return { ...answer, value: answer.value ?? (await askForDatasetFolder()) };
}

async function askForHiddenSizes(position: Position, sizes: readonly number[]): Promise<Answer<readonly number[]>> {
  const prompt = "Sizes of the hidden layers, between 784 pixels and 10 outputs";
  return askForText(position, prompt, hiddenSizesText(sizes), (text) => {
    const typed = typedSizes(text);
    return "problem" in typed ? typed : { ...typed, inWords: sizesInWords(typed.value) };
  });
}

const hiddenActivations: readonly Choice<HiddenActivationName>[] = hiddenActivationNames.map((value) => {
  const { title: label, meaning: description } = activationWords[value];
  return { label, description, value };
});

async function askForLearningRate(position: Position, learningRate: number): Promise<Answer<number>> {
  const prompt = "Learning rate: how far one step goes downhill";
  const read = (text: string) => {
    const result = v.safeParse(learningRateSchema, text.trim() === "" ? Number.NaN : Number(text));
    return result.success
      ? { value: result.output, inWords: "Enter makes the network; the button at the top right has more to choose" }
      : { problem: result.issues[0].message };
  };
  return askForText(position, prompt, `${learningRate}`, read, "More…");
}
