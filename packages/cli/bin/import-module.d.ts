/** Loads a module with Node's loader of ES modules, which is not there before it is first asked. */
export function importModule(url: string): Promise<object>;
