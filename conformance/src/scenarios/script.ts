import type { Call, Outcome, Target } from './target';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** An operation of the scenarios' chaincode and its arguments. */
export type Step = readonly [operation: string, ...args: readonly Json[]];

/** What a step gave: a value, or why it failed. */
export type StepResult =
    { readonly value: unknown } | { readonly error: { readonly code: string; readonly message: string } };

type ScriptOptions = Omit<Call, 'args'>;

/** The call that runs these steps in one transaction, in order; a failing step does not stop the next. */
export function script(steps: readonly Step[], options: ScriptOptions = {}): Call {
    return { ...options, args: ['script', JSON.stringify(steps)] };
}

/** Evaluates steps and returns the results of all of them. @throws Error where the transaction failed */
export async function evaluateSteps(
    target: Target,
    steps: readonly Step[],
    options?: ScriptOptions,
): Promise<StepResult[]> {
    return resultsOf(await target.evaluate(script(steps, options)));
}

/** Submits steps and returns the results of all of them. @throws Error where the transaction failed or was not valid */
export async function submitSteps(
    target: Target,
    steps: readonly Step[],
    options?: ScriptOptions,
): Promise<StepResult[]> {
    const outcome = await target.submit(script(steps, options));
    if (outcome.validation !== undefined && outcome.validation !== 'VALID') {
        throw new Error(`the transaction is ${outcome.validation}`);
    }
    return resultsOf(outcome);
}

/** The value of one step, evaluated. @throws Error where it failed */
export async function valueOf(target: Target, step: Step, options?: ScriptOptions): Promise<unknown> {
    const [result] = await evaluateSteps(target, [step], options);
    if (result === undefined || 'error' in result) throw new Error(`${step[0]} failed: ${JSON.stringify(result)}`);
    return result.value;
}

/** The message with which one step failed, evaluated. @throws Error where it did not fail */
export async function errorOf(target: Target, step: Step, options?: ScriptOptions): Promise<string> {
    const [result] = await evaluateSteps(target, [step], options);
    if (result === undefined || 'value' in result)
        throw new Error(`${step[0]} did not fail: ${JSON.stringify(result)}`);
    return result.error.message;
}

function resultsOf({ status, message, payload }: Outcome): StepResult[] {
    if (status !== 200) throw new Error(`the transaction failed with ${status}: ${message}`);
    return JSON.parse(payload.toString()) as StepResult[];
}
