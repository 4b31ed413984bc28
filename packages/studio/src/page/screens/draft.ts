import { signal } from '@preact/signals';
import type { CallAnswer, CallRequest } from '../../api/call';
import type { Transaction } from '../../api/transaction';
import { formatAddress } from '../../model/address';
import { argumentOf, emptyValue, type FormValue, valueFromArgument } from '../../model/form-value';
import { type Member, memberOf } from '../../model/inputs';
import { Refused, send } from '../state/client';
import { goTo } from '../state/navigation';
import { failureOf } from '../state/question';
import { metadata, network } from '../state/studio';

/** What is in the form of a transaction: it stays while one looks at other screens. */
export interface Draft {
    readonly chaincode: string;
    readonly name: string;
    readonly values: ReadonlyMap<string, FormValue>;
    /** The arguments of a transaction of which the metadata says nothing. */
    readonly free: readonly string[];
    readonly transient: readonly (readonly [name: string, value: string])[];
    readonly by: string;
    /** MSP ids; none where the policies say who endorses. */
    readonly endorsers: readonly string[];
}

export const drafts = signal<ReadonlyMap<string, Draft>>(new Map());
export const results = signal<readonly Result[]>([]);
/** Whether a call is under way. */
export const running = signal(false);

/** What came of a call; the last 20 of this tab. */
export interface Result {
    readonly callId: string;
    readonly mode: CallRequest['mode'];
    readonly name: string;
    readonly transaction?: Transaction;
    readonly failure?: { readonly message: string; readonly remedy: string; readonly mayHaveRun: boolean };
}

const MOST_RESULTS = 20;

export function draftOf(chaincode: string, name: string): Draft {
    const known = drafts.value.get(`${chaincode} ${name}`);
    if (known !== undefined) return known;
    const [organization] = network.value?.organizations ?? [];
    const by = organization === undefined ? '' : `${organization.users[0] ?? 'User1'}@${organization.mspId}`;
    const values = new Map(membersOf(chaincode, name).map((one) => [one.name, emptyValue(one, one.isOptional)]));
    return { chaincode, name, values, free: [], transient: [], by, endorsers: [] };
}

export function keepDraft(draft: Draft): void {
    drafts.value = new Map(drafts.value).set(`${draft.chaincode} ${draft.name}`, draft);
}

export function membersOf(chaincode: string, name: string): Member[] {
    const known = metadata.value.get(chaincode);
    const found = known?.find(name);
    if (known === undefined || found === undefined) return [];
    return found.transaction.parameters.map((parameter) => memberOf(parameter, known));
}

/** Whether the metadata says what a transaction takes. */
export function isKnown({ chaincode, name }: Pick<Draft, 'chaincode' | 'name'>): boolean {
    return metadata.value.get(chaincode)?.find(name) !== undefined;
}

/** The arguments as a contract reads them; what is left out at the end is not sent. */
export function argumentsOf(draft: Draft): string[] {
    const { chaincode, name, values, free } = draft;
    if (!isKnown(draft)) return [...free];
    const args = membersOf(chaincode, name).map((member) =>
        argumentOf(values.get(member.name) ?? { kind: 'absent' }, member),
    );
    while (args.length > 0 && args.at(-1) === undefined) args.pop();
    return args.map((arg) => arg ?? 'null');
}

export async function run(draft: Draft, mode: CallRequest['mode']): Promise<void> {
    // A second click, or Enter held down, is the same call.
    if (running.value) return;
    running.value = true;
    const callId = crypto.randomUUID();
    const [user = '', mspId = ''] = draft.by.split('@');
    const request: CallRequest = {
        callId,
        mode,
        chaincode: draft.chaincode,
        function: draft.name,
        args: argumentsOf(draft),
        identity: { user, mspId },
        ...(draft.endorsers.length > 0 && { endorsers: draft.endorsers }),
        ...(draft.transient.length > 0 && { transient: Object.fromEntries(draft.transient) }),
    };
    const result = await send<CallAnswer>('calls', request).then(
        ({ transaction }) => ({ ...(transaction !== undefined && { transaction }) }),
        (error: unknown) => ({ failure: { ...failureOf(error), mayHaveRun: !isRefused(error) } }),
    );
    results.value = [{ callId, mode, name: draft.name, ...result }, ...results.value].slice(0, MOST_RESULTS);
    running.value = false;
}

/** Whether the process has said that it does not run it. */
function isRefused(error: unknown): boolean {
    return error instanceof Refused && error.status < 500;
}

/** Opens the form of a transaction with what it was called with. */
export function callAgain({ chaincode, call, args, by, transient }: Transaction): void {
    // The beginning of a large value is another value.
    const texts = args.map(({ text, cut = false }) => (cut ? undefined : text));
    openForm(chaincode, call.name, texts, {
        transient: transient.map((name) => [name, '']),
        by: `${by.user}@${by.mspId}`,
    });
}

/** Opens the form of a transaction with some arguments in it, as the contract reads them. */
export function openForm(
    chaincode: string,
    name: string,
    args: readonly (string | undefined)[],
    others: Partial<Draft> = {},
): void {
    const values = new Map(
        membersOf(chaincode, name).map((member, index): [string, FormValue] => {
            const text = args[index];
            return [member.name, text === undefined ? { kind: 'absent' } : valueFromArgument(text, member)];
        }),
    );
    const free = args.map((text) => text ?? '');
    keepDraft({ ...draftOf(chaincode, name), values, free, endorsers: [], ...others });
    goTo(formatAddress('contracts', [chaincode, name]));
}
