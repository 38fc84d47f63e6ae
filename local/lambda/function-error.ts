/** How a function failed, as the Lambda runtime describes it. */
export interface FailureDescription {
  /** The error's name, or a runtime's own such as `Runtime.ExitError` and `Sandbox.Timedout`. */
  errorType: string;
  errorMessage: string;
  trace?: readonly string[];
}

/** A function that threw, timed out, ended its process, or could not be loaded. */
export class FunctionError extends Error {
  readonly description: FailureDescription;

  constructor(description: FailureDescription) {
    super(description.errorMessage);
    this.name = 'FunctionError';
    this.description = description;
  }
}
