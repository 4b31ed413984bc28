import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { CallAnswer, CallRequest } from '../../api/call';
import type { Transaction } from '../../api/transaction';
import { formatAddress } from '../../model/address';
import { mistakesIn } from '../../model/form-check';
import { argumentOf, emptyValue, type FormValue, valueFromArgument } from '../../model/form-value';
import { type Member, memberOf } from '../../model/inputs';
import type { Metadata } from '../../model/schema';
import { send } from '../state/client';
import { goTo } from '../state/navigation';
import { failureOf } from '../state/question';
import { canCall, metadata, network } from '../state/studio';
import { FieldInput, focusWanted, leaveAll, wantedField } from './field-input';

/** What is in the form of a transaction: it stays while one looks at other screens. */
export interface Draft {
    readonly chaincode: string;
    readonly name: string;
    readonly values: ReadonlyMap<string, FormValue>;
    readonly transient: readonly (readonly [name: string, value: string])[];
    readonly by: string;
    /** MSP ids; none where the policies say who endorses. */
    readonly endorsers: readonly string[];
}

export const drafts = signal<ReadonlyMap<string, Draft>>(new Map());
export const results = signal<readonly Result[]>([]);
const running = signal(false);

/** What came of a call; the last 20 of this tab. */
export interface Result {
    readonly callId: string;
    readonly mode: CallRequest['mode'];
    readonly name: string;
    readonly transaction?: Transaction;
    readonly failure?: { readonly message: string; readonly remedy: string };
}

const MOST_RESULTS = 20;

export function draftOf(chaincode: string, name: string): Draft {
    const known = drafts.value.get(`${chaincode} ${name}`);
    if (known !== undefined) return known;
    const [organization] = network.value?.organizations ?? [];
    const by = organization === undefined ? '' : `${organization.users[0] ?? 'User1'}@${organization.mspId}`;
    const values = new Map(membersOf(chaincode, name).map((one) => [one.name, emptyValue(one, one.isOptional)]));
    return { chaincode, name, values, transient: [], by, endorsers: [] };
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

/** The arguments as a contract reads them; what is left out at the end is not sent. */
export function argumentsOf({ chaincode, name, values }: Draft): string[] {
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
        (error: unknown) => ({ failure: failureOf(error) }),
    );
    results.value = [{ callId, mode, name: draft.name, ...result }, ...results.value].slice(0, MOST_RESULTS);
    running.value = false;
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
    keepDraft({ ...draftOf(chaincode, name), values, endorsers: [], ...others });
    goTo(formatAddress('contracts', [chaincode, name]));
}

interface FormProps {
    readonly draft: Draft;
    readonly known: Metadata;
}

/** One input for each parameter, then who calls. */
export function CallForm({ draft, known }: FormProps): JSX.Element {
    const found = known.find(draft.name);
    const members = membersOf(draft.chaincode, draft.name);
    const mistakes = mistakesIn(members, draft.values);
    const isEvaluated = found?.transaction.isEvaluated ?? false;
    // Nobody has made a mistake in a form that is as it was opened.
    useEffect(focusWanted, [wantedField.value]);
    const isTouched = drafts.value.has(`${draft.chaincode} ${draft.name}`);
    return (
        <form
            class="call-form"
            onSubmit={(event) => {
                event.preventDefault();
                leaveAll(mistakes.map(({ path }) => path));
                if (canCall.value) void run(draft, isEvaluated ? 'evaluate' : 'submit');
            }}
        >
            {members.map((member) => (
                <FieldInput
                    field={member}
                    name={member.name}
                    path={member.name}
                    value={draft.values.get(member.name) ?? { kind: 'absent' }}
                    mistakes={mistakes}
                    onChange={(value) => {
                        keepDraft({ ...draft, values: new Map(draft.values).set(member.name, value) });
                    }}
                />
            ))}
            <CallAs draft={draft} />
            {!isEvaluated && <EndorsedBy draft={draft} />}
            <Transient draft={draft} />
            {canCall.value && (
                <Actions draft={draft} isEvaluated={isEvaluated} isWrong={isTouched && mistakes.length > 0} />
            )}
        </form>
    );
}

interface ActionsProps {
    readonly draft: Draft;
    readonly isEvaluated: boolean;
    readonly isWrong: boolean;
}

/** The ways to call: a mistake keeps nobody from it. */
function Actions({ draft, isEvaluated, isWrong }: ActionsProps): JSX.Element {
    const other = (label: string, mode: 'try' | 'hold'): JSX.Element => (
        <button
            type="button"
            disabled={running.value}
            onClick={() => {
                void run(draft, mode);
            }}
        >
            {label}
        </button>
    );
    return (
        <div class="actions">
            <button class="primary" disabled={running.value} type="submit">
                {isEvaluated ? 'Evaluate' : 'Submit'}
                {isWrong && ' anyway'}
            </button>
            {!isEvaluated && other('What would happen?', 'try')}
            {!isEvaluated && other('Hold', 'hold')}
        </div>
    );
}

function CallAs({ draft }: { readonly draft: Draft }): JSX.Element {
    const users = (network.value?.organizations ?? []).flatMap(({ mspId, users: names }) =>
        names.map((user) => ({ user, mspId })),
    );
    return (
        <label class="field">
            <span class="label">Call as</span>
            <select
                value={draft.by}
                onChange={({ currentTarget }) => {
                    keepDraft({ ...draft, by: currentTarget.value });
                }}
            >
                {users.map(({ user, mspId }) => (
                    <option value={`${user}@${mspId}`}>
                        {user} of {mspId}
                    </option>
                ))}
            </select>
        </label>
    );
}

/** Whom the policies need, or those that somebody chooses: fewer than enough are worth a try as well. */
function EndorsedBy({ draft }: { readonly draft: Draft }): JSX.Element {
    const organizations = network.value?.organizations.map(({ mspId }) => mspId) ?? [];
    if (organizations.length < 2) return <></>;
    return (
        <fieldset class="field">
            <legend class="label">
                Endorsed by{' '}
                {draft.endorsers.length === 0 && <span class="about">whom the policies need, if none is chosen</span>}
            </legend>
            <div class="radios">
                {organizations.map((mspId) => (
                    <label class="toggle">
                        <input
                            type="checkbox"
                            checked={draft.endorsers.includes(mspId)}
                            onChange={({ currentTarget }) => {
                                const others = draft.endorsers.filter((one) => one !== mspId);
                                keepDraft({ ...draft, endorsers: currentTarget.checked ? [...others, mspId] : others });
                            }}
                        />
                        {mspId}
                    </label>
                ))}
            </div>
        </fieldset>
    );
}

/** Values that are in no block: masked, and in no address. */
function Transient({ draft }: { readonly draft: Draft }): JSX.Element {
    const change = (transient: Draft['transient']): void => {
        keepDraft({ ...draft, transient });
    };
    return (
        <fieldset class="field">
            <legend class="label">Transient data</legend>
            {draft.transient.map(([name, value], index) => (
                <div class="pair">
                    <input
                        aria-label="Name"
                        value={name}
                        onInput={({ currentTarget }) => {
                            change(draft.transient.with(index, [currentTarget.value, value]));
                        }}
                    />
                    <input
                        aria-label={`Value of ${name}`}
                        type="password"
                        autocomplete="off"
                        value={value}
                        onInput={({ currentTarget }) => {
                            change(draft.transient.with(index, [name, currentTarget.value]));
                        }}
                    />
                    <button
                        type="button"
                        class="quiet"
                        onClick={() => {
                            change(draft.transient.toSpliced(index, 1));
                        }}
                    >
                        Remove
                    </button>
                </div>
            ))}
            <button
                type="button"
                class="quiet"
                onClick={() => {
                    change([...draft.transient, ['', '']]);
                }}
            >
                Add
            </button>
        </fieldset>
    );
}
