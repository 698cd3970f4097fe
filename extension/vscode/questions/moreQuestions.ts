import * as v from "valibot";
import {
  type ActivationName,
  activationNames,
  costFor,
  costNames,
  type HiddenActivationName,
  hiddenActivationNames,
  outputFor,
} from "../../network/networkShape.ts";
import {
  activationWords,
  type ChoiceName,
  costWords,
  descentWords,
  initialisationWords,
  scheduleWords,
} from "../../protocol/choiceNames.ts";
import { nextLearningRate } from "../../protocol/nextLearningRate.ts";
import {
  descentNames,
  initialisationNames,
  type NetworkSettings,
  networkSettingsEntries,
  scheduleNames,
} from "../../protocol/settings.ts";
import { sizesInWords } from "../../protocol/typedSizes.ts";
import { type Answer, askForText, askToPick, type Choice, type Position } from "./questionSequence.ts";

/** A choice that can be changed: what it is called, what it is now, and the question that changes it. */
interface Changeable {
  readonly name: string;
  readonly now: string;
  ask(position: Position): Promise<Answer<Partial<NetworkSettings>>>;
}

/**
 * Shows everything a network learns with in a list, from which any choice can be changed, until the list's first row makes
 * the network.
 *
 * @throws {Cancelled}
 */
export async function askForMore(position: Position, offered: NetworkSettings): Promise<Answer<NetworkSettings>> {
  let settings = offered;
  let current: string | undefined;
  for (;;) {
    const changeables = changeablesOf(settings);
    const rows: Choice<Changeable | "make">[] = [
      { label: "$(check) Make the network", description: sizesInWords(settings.sizes), value: "make" },
      ...changeables.map((value) => ({ label: value.name, description: value.now, value })),
    ];
    const before = changeables.find(({ name }) => name === current) ?? "make";
    const picked = await askToPick(position, "Make the network, or change what it learns with", rows, before);
    if (picked === "back") return "back";
    if (picked.value === "make") return { value: settings, wantsMore: false };
    const { name, ask } = picked.value;
    current = name;
    const answer = await ask({ title: `${position.title}: ${name}`, step: position.step, totalSteps: 1 });
    if (answer !== "back") settings = changed(settings, answer.value);
  }
}

/** A learning rate that merely suited the choices before follows them. */
export function changed(settings: NetworkSettings, change: Partial<NetworkSettings>): NetworkSettings {
  const next = { ...settings, ...change };
  return change.learningRate === undefined ? { ...next, learningRate: nextLearningRate(settings, next) } : next;
}

/** In the lesson's order; only what plays a part. */
function changeablesOf(settings: NetworkSettings): Changeable[] {
  const { activations, cost, descent, schedule } = settings;
  const hidden = activations.slice(0, -1);
  return [
    // One hidden layer's activation, or that of all, was asked for before.
    ...(hidden.length > 1 ? hidden.map((_, layer) => hiddenLayer(settings, layer)) : []),
    outputLayer(settings),
    namedChoice("Cost", "What an answer costs", costWords, costNames, cost, (next) => ({
      cost: next,
      activations: [...hidden, outputFor(next, activations[activations.length - 1])],
    })),
    namedChoice("Descent", "How a gradient becomes a nudge", descentWords, descentNames, descent, (next) => ({
      descent: next,
    })),
    ...(descent === "momentum"
      ? [numberChoice(settings, "momentum", "Momentum", "μ: what a nudge keeps of the one before")]
      : []),
    numberChoice(settings, "learningRate", "Learning rate", "η: how far one step goes downhill"),
    namedChoice("Schedule", "What becomes of the learning rate", scheduleWords, scheduleNames, schedule, (next) => ({
      schedule: next,
    })),
    ...(schedule === "constant"
      ? []
      : [numberChoice(settings, "scheduleEpochs", "Schedule’s epochs", "Epochs over which the learning rate falls")]),
    numberChoice(settings, "batchSize", "Mini-batch", "Examples over which a gradient is averaged"),
    numberChoice(settings, "l2", "L2", "λ of the penalty ½ λ Σ w² on large weights, such as 0.0001; 0 for none"),
    namedChoice(
      "Initial weights",
      "How they are drawn",
      initialisationWords,
      initialisationNames,
      settings.initialisation,
      (next) => ({ initialisation: next }),
    ),
    augmentation(settings),
  ];
}

function hiddenLayer({ activations, sizes }: NetworkSettings, layer: number): Changeable {
  const now = activations[layer] as HiddenActivationName;
  const name = `Layer ${layer + 1}`;
  const what = `What the ${sizes[layer + 1].toLocaleString("en")} neurons of layer ${layer + 1} do with their sums`;
  return namedChoice(name, what, activationWords, hiddenActivationNames, now, (next) => ({
    activations: activations.with(layer, next),
  }));
}

function outputLayer({ activations, cost }: NetworkSettings): Changeable {
  const now: ActivationName = activations[activations.length - 1];
  const what = "What the ten outputs do with their sums";
  return namedChoice("Output", what, activationWords, activationNames, now, (next) => ({
    activations: activations.with(-1, next),
    cost: costFor(next, cost),
  }));
}

function augmentation({ augment }: NetworkSettings): Changeable {
  const words: Readonly<Record<"asTheyAre" | "bentAnew", ChoiceName>> = {
    asTheyAre: { title: "as they are", meaning: "each epoch learns from the same digits" },
    bentAnew: {
      title: "bent anew",
      meaning: "each epoch shifts, turns and bends them: reads others better, takes longer",
    },
  };
  const now = augment ? "bentAnew" : "asTheyAre";
  return namedChoice("Digits", "What each epoch learns from", words, ["asTheyAre", "bentAnew"], now, (next) => ({
    augment: next === "bentAnew",
  }));
}

/** One of some names. */
function namedChoice<Name extends string>(
  name: string,
  what: string,
  words: Readonly<Record<Name, ChoiceName>>,
  names: readonly Name[],
  now: Name,
  change: (next: Name) => Partial<NetworkSettings>,
): Changeable {
  const choices = names.map((value) => ({ label: words[value].title, description: words[value].meaning, value }));
  return {
    name,
    now: words[now].title,
    ask: async (position) => {
      const answer = await askToPick(position, what, choices, now);
      return answer === "back" ? answer : { ...answer, value: change(answer.value) };
    },
  };
}

/** A number, judged as the settings judge it. */
function numberChoice(
  settings: NetworkSettings,
  entry: "momentum" | "l2" | "learningRate" | "scheduleEpochs" | "batchSize",
  name: string,
  prompt: string,
): Changeable {
  const schema: v.GenericSchema<number> = networkSettingsEntries[entry];
  return {
    name,
    now:
      entry === "l2" && settings.l2 === 0 ? "none" : settings[entry].toLocaleString("en", { maximumFractionDigits: 8 }),
    ask: async (position) => {
      const answer = await askForText(position, prompt, `${settings[entry]}`, (text) => {
        const result = v.safeParse(schema, text.trim() === "" ? Number.NaN : Number(text));
        return result.success
          ? { value: result.output, inWords: "Enter goes back to the list" }
          : { problem: result.issues[0].message };
      });
      return answer === "back" ? answer : { ...answer, value: { [entry]: answer.value } };
    },
  };
}
