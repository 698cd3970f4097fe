import type { EvaluationPort, EvaluationToTrainer } from "../../extension/trainer/evaluationPort.ts";
import { EvaluationServer } from "../../extension/trainer/evaluationServer.ts";

/** An evaluation thread whose evaluations arrive when the test says so; it runs in the test's own. */
export interface HeldEvaluation {
  readonly port: EvaluationPort;
  /** evaluations that have been asked for and not been let go */
  readonly held: number;
  readonly isTerminated: boolean;
  /** Lets the answer of the evaluation that was asked for first arrive. */
  letGo(): void;
  /** Ends the thread: what it holds never arrives. */
  end(): void;
}

export function holdEvaluation(): HeldEvaluation {
  const answers: EvaluationToTrainer[] = [];
  let listen: (message: EvaluationToTrainer) => void = () => undefined;
  let noteEnd: () => void = () => undefined;
  let isTerminated = false;
  const server = new EvaluationServer((message) => {
    if (message.type === "evaluated") answers.push(message);
    else listen(message);
  });
  return {
    port: {
      post: (message) => server.receive(message),
      listen: (listener) => {
        listen = listener;
      },
      onEnd: (listener) => {
        noteEnd = listener;
      },
      terminate: () => {
        isTerminated = true;
      },
    },
    get held() {
      return answers.length;
    },
    get isTerminated() {
      return isTerminated;
    },
    letGo: () => {
      const answer = answers.shift();
      if (!answer) throw new Error("expected an evaluation to be held");
      listen(answer);
    },
    end: () => {
      answers.length = 0;
      noteEnd();
    },
  };
}
