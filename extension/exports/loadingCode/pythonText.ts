/** A piece of Python, and the lines of import that it needs. */
export interface PythonText {
  readonly imports: readonly string[];
  readonly text: string;
}
