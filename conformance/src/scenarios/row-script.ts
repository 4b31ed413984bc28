import type { RowStep } from './row-operations';
import type { StepResult } from './script';
import { STATE_CONTRACT } from './state-contract';
import type { Call, Outcome, Target } from './target';

type Options = Omit<Call, 'args'>;

/** The call that runs these steps of typed state in one transaction, in order; a failing step does not stop the next. */
export function rowScript(steps: readonly RowStep[], options: Options = {}): Call {
    return { ...options, args: [`${STATE_CONTRACT}:script`, JSON.stringify(steps)] };
}

/** The same in a transaction that is declared to be evaluated only. */
export function lookScript(steps: readonly RowStep[]): Call {
    return { args: [`${STATE_CONTRACT}:look`, JSON.stringify(steps)] };
}

/** Evaluates steps, and returns their results. @throws Error where the transaction failed */
export async function evaluateRows(
    target: Target,
    steps: readonly RowStep[],
    options?: Options,
): Promise<StepResult[]> {
    return resultsOf(await target.evaluate(rowScript(steps, options)));
}

/** Submits steps, and returns their results. @throws Error where the transaction failed or was not valid */
export async function submitRows(target: Target, steps: readonly RowStep[], options?: Options): Promise<StepResult[]> {
    return resultsOf(await target.submit(rowScript(steps, options)));
}

/** The values of steps, evaluated. @throws Error where one of them failed */
export async function rowValues(target: Target, steps: readonly RowStep[], options?: Options): Promise<unknown[]> {
    return valuesOf(await evaluateRows(target, steps, options));
}

/** The values of steps, submitted. @throws Error where one of them failed */
export async function submittedValues(
    target: Target,
    steps: readonly RowStep[],
    options?: Options,
): Promise<unknown[]> {
    return valuesOf(await submitRows(target, steps, options));
}

/** The code with which a step failed; nothing where it did not. */
export function codeOf(result: StepResult | undefined): string | undefined {
    return result !== undefined && 'error' in result ? result.error.code : undefined;
}

/** The results of a script's steps. @throws Error where the transaction failed or was not valid */
export function resultsOf({ status, message, payload, validation }: Outcome): StepResult[] {
    if (status !== 200) throw new Error(`the transaction failed with ${status}: ${message}`);
    if (validation !== undefined && validation !== 'VALID') throw new Error(`the transaction is ${validation}`);
    return JSON.parse(payload.toString()) as StepResult[];
}

function valuesOf(results: readonly StepResult[]): unknown[] {
    return results.map((result) => {
        if ('error' in result) throw new Error(`${result.error.code}: ${result.error.message}`);
        return result.value;
    });
}
