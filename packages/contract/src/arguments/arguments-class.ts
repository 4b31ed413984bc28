import type { Class } from '../evidence/class';

/** The parameters of a call as the properties of one object. */
class CallParameters {
    [parameter: string]: unknown;
}

/** Makes the class whose instances hold the arguments of one transaction. Messages may name it. */
export function argumentsClass(name: string): Class<object> {
    const { [name]: made = CallParameters } = { [name]: class extends CallParameters {} };
    return made;
}
