import type { FuzzPlan } from './fuzz-plan';
import type { CallStep, Step } from './steps';
import { toSource } from './values/value-text';

/** How one call of a list is written. */
export type WriteCall = (text: string, step: CallStep) => string;

/** The lines of steps in the form of a test, one for each call or block; calls that a block of several has get names. */
export function authorLines(steps: readonly Step[], plan: FuzzPlan, write: WriteCall = (text) => text): string[] {
    const committed = steps.flatMap((step, at) => (step.do === 'commit' ? step.calls.map((id) => ({ id, at })) : []));
    const atOnce = new Set(
        steps.flatMap((step, at) => (step.do === 'call' && isSubmitted(steps, step, at) ? [step.id] : [])),
    );
    const again = new Set(steps.flatMap((step) => (step.do === 'again' ? [step.call] : [])));
    const isNamed = (id: number): boolean =>
        again.has(id) || (committed.some((one) => one.id === id) && !atOnce.has(id));
    return steps.flatMap((step): string[] => {
        switch (step.do) {
            case 'call':
                return [callLine(step, plan, { isNamed: isNamed(step.id), isAtOnce: atOnce.has(step.id), write })];
            case 'commit': {
                const named = step.calls.filter(isNamed);
                return named.length === 0 ? [] : [`await commit(${named.map((id) => `call${id}`).join(', ')});`];
            }
            case 'again':
                return [`await commit(call${step.call});`];
            case 'advance':
                return [`net.advance(${step.milliseconds});`];
        }
    });
}

/** Whether a call's block has it alone, and follows at once. */
export function isSubmitted(steps: readonly Step[], { id }: CallStep, at: number): boolean {
    const next = steps[at + 1];
    const isAgain = steps.some((step) => step.do === 'again' && step.call === id);
    return next?.do === 'commit' && next.calls.length === 1 && next.calls[0] === id && !isAgain;
}

function callLine(
    step: CallStep,
    plan: FuzzPlan,
    { isNamed, isAtOnce, write }: { readonly isNamed: boolean; readonly isAtOnce: boolean; readonly write: WriteCall },
): string {
    const how = step.purpose === 'evaluate' ? 'evaluate' : isAtOnce ? 'submit' : 'endorse';
    const args = [toSource(step.transaction), ...argumentTexts(step, plan)].join(', ');
    const call = write(`${clientText(step, plan)}.${how}(${args})`, step);
    return isNamed ? `const call${step.id} = await ${call};` : `await ${call};`;
}

function argumentTexts({ args, transaction, contract }: CallStep, { callables }: FuzzPlan): string[] {
    const callable = callables.find((one) => one.name === transaction && one.contract === contract);
    return args.map((arg, index) => {
        const kind = callable?.transaction.fields[index]?.type.kind;
        // Of an enum of TypeScript the value is not of the type.
        return kind === 'enum' || kind === 'class' || kind === 'variants' ? `${toSource(arg)} as never` : toSource(arg);
    });
}

function clientText(step: CallStep, plan: FuzzPlan): string {
    const { by, chaincode, transient } = step;
    const { mspId, ...rest } = plan.actors[by] ?? {};
    const [first = 'Org1MSP'] = plan.network.organizations ?? [];
    const options = mspId === undefined || mspId === first ? rest : { mspId, ...rest };
    const words = Object.keys(options).length === 0 ? [by] : [by, options];
    const hosted = plan.chaincodes.length > 1 ? `.chaincode(${toSource(chaincode)})` : '';
    const secretly = transient === undefined ? '' : `.with({ transient: ${toSource(transient)} })`;
    return `net.as(${words.map(toSource).join(', ')})${hosted}${contractText(step, plan)}${secretly}`;
}

/** Clients call the first contract, unless they choose another one. */
function contractText({ contract, chaincode }: CallStep, { callables }: FuzzPlan): string {
    const chosen = callables.find((one) => one.contract === contract && one.chaincode === chaincode);
    const isFirst = callables[0]?.contract === contract || chosen === undefined;
    return isFirst ? '' : `.contract(${chosen.source.constructor.name})`;
}
