import { assertNever } from "../extension/protocol/assertNever.ts";
import type { Observation } from "../extension/protocol/snapshot.ts";
import { type HostToWebview, viewNames, type WebviewToHost } from "../extension/protocol/webviewMessages.ts";
import { ActivationsView } from "./activationsView.ts";
import { CostGraph } from "./costGraph.ts";
import { FramePace } from "./drawings/framePace.ts";
import { EmptyState } from "./emptyState.ts";
import { FieldProblems } from "./fieldProblems.ts";
import { HealthView } from "./healthView.ts";
import { HostConnection } from "./hostConnection.ts";
import { InputView } from "./inputView.ts";
import { keepKeysOfControls } from "./keepKeysOfControls.ts";
import { LearningRateField } from "./learningRateField.ts";
import { NeuronView } from "./neuronView.ts";
import { NetworkForm } from "./newNetwork/networkForm.ts";
import { NoticeBar } from "./noticeBar.ts";
import { PaceSlider } from "./paceSlider.ts";
import { PanelLayout } from "./panelLayout.ts";
import { changedParts, stateAfter, unknownState } from "./panelState.ts";
import { RunControls } from "./runControls.ts";
import { SummaryLine } from "./summaryLine.ts";
import { registerControls } from "./toolkit.ts";
import { sameObservation, unitedObservation } from "./unitedObservation.ts";
import type { PanelActions, PanelState, View } from "./view.ts";
import { ViewTabs } from "./viewTabs.ts";
import { WeightsView } from "./weightsView.ts";
import "./controls.css";
import "./wholePage.css";
import "./panel.css";
import "./header.css";
import "./slider.css";

/** Of the time that snapshots may take to be drawn: the next is asked for when the last one's time is over. */
const mostDrawingShare = 0.25;

/** The panel: keeps what the host says, and shows it to its views at most once a frame. */
class Panel {
  readonly #connection = new HostConnection<HostToWebview, WebviewToHost>((message) => this.#receive(message));
  readonly #layout: PanelLayout;
  readonly #tabs: ViewTabs;
  readonly #controls: RunControls;
  readonly #empty: HTMLElement;
  /** The views, each with what has changed since it was last drawn: one that is hidden catches up when it is shown. */
  readonly #unseenChanges: ReadonlyMap<View, Set<keyof PanelState>>;
  readonly #isShown: (view: View) => boolean;
  #state: PanelState = unknownState;
  #observation: Observation | undefined;
  #frame: number | undefined;
  /** snapshots that the host waits to be told are drawn */
  #undrawnSnapshots = 0;
  readonly #snapshotPace = new FramePace(mostDrawingShare);

  constructor() {
    const actions: PanelActions = {
      send: (message) => this.#connection.send(message),
      observationChanged: () => this.#scheduleFrame(),
      recall: (key) => this.#connection.recall(key),
      remember: (key, value) => this.#connection.remember(key, value),
    };
    const learningRate = new LearningRateField(actions);
    const form = new NetworkForm(actions, learningRate);
    this.#controls = new RunControls(actions);
    const header = [
      this.#controls,
      new PaceSlider(actions),
      learningRate,
      form,
      new SummaryLine(),
      new FieldProblems(learningRate.problem, form.problem),
    ];
    const notices = new NoticeBar(actions);
    const empty = new EmptyState(actions);
    this.#empty = empty.element;
    const input = new InputView(actions);
    const tabbed = {
      activations: new ActivationsView(actions),
      weights: new WeightsView(actions),
      health: new HealthView(actions),
    };
    const neuron = new NeuronView(actions);
    const graph = new CostGraph(actions);

    const remembered = viewNames.find((name) => name === actions.recall("view")) ?? viewNames[0];
    this.#tabs = new ViewTabs(tabbed, remembered, (view) => {
      actions.remember("view", view);
      this.#scheduleFrame();
    });
    this.#layout = new PanelLayout({ header, notices, empty, input, tabs: this.#tabs, neuron, graph });
    document.body.append(this.#layout.element);

    const everything = (): Set<keyof PanelState> => new Set(["live", "snapshot", "runs"]);
    const views: View[] = [...header, notices, empty, input, ...Object.values(tabbed), neuron, graph];
    this.#unseenChanges = new Map(views.map((view) => [view, everything()]));
    this.#isShown = (view) => {
      if (view === empty) return this.#state.live.network === null;
      if (view === notices || header.some((part) => part === view)) return true;
      if (this.#state.live.network === null) return false;
      const tab = viewNames.find((name) => tabbed[name] === view);
      return tab === undefined || tab === this.#tabs.selected;
    };

    this.#connection.send({ type: "ready" });
    this.#scheduleFrame();
  }

  #receive(message: HostToWebview): void {
    const before = this.#state;
    this.#state = stateAfter(before, message);
    const changed = changedParts(before, this.#state);
    for (const unseen of this.#unseenChanges.values()) for (const part of changed) unseen.add(part);
    switch (message.type) {
      case "snapshotTaken":
        this.#undrawnSnapshots++;
        break;
      case "showView":
        this.#tabs.select(message.view);
        break;
      case "stateChanged":
      case "runsReplaced":
      case "pointsAdded":
        break;
      default:
        assertNever(message);
    }
    this.#scheduleFrame();
  }

  #scheduleFrame(): void {
    this.#frame ??= requestAnimationFrame(() => this.#drawFrame());
  }

  #drawFrame(): void {
    const startMs = performance.now();
    this.#frame = undefined;
    const hasNetwork = this.#state.live.network !== null;
    const isFirstNetwork = hasNetwork && this.#empty.contains(document.activeElement);
    this.#layout.showNetwork(hasNetwork);
    for (const [view, unseen] of this.#unseenChanges) {
      if (unseen.size === 0 || !this.#isShown(view)) continue;
      view.update(this.#state, new Set(unseen));
      unseen.clear();
    }
    // Who made the network by keys trains it with the next one.
    if (isFirstNetwork) this.#controls.focus();
    // The wishes follow from what has just been shown, such as the inspected neuron.
    this.#observe();
    if (this.#undrawnSnapshots > 0 && !this.#snapshotPace.isResting) {
      this.#snapshotPace.rest(startMs, () => this.#tellDrawn());
    }
  }

  #tellDrawn(): void {
    for (; this.#undrawnSnapshots > 0; this.#undrawnSnapshots--) this.#connection.send({ type: "snapshotDrawn" });
  }

  #observe(): void {
    const shown = [...this.#unseenChanges.keys()].filter((view) => this.#isShown(view));
    const observation = unitedObservation(shown.map((view) => view.observes()));
    if (this.#observation && sameObservation(this.#observation, observation)) return;
    this.#observation = observation;
    this.#connection.send({ type: "observe", observation });
  }
}

registerControls();
keepKeysOfControls(document.body);
new Panel();
