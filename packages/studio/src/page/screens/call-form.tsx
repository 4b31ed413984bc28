import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { CallRequest } from '../../api/call';
import { mistakesIn } from '../../model/form-check';
import type { Metadata } from '../../model/schema';
import { canCall, network } from '../state/studio';
import { type Draft, drafts, isKnown, keepDraft, membersOf, run, running } from './draft';
import { FieldInput, focusWanted, leaveAll, wantedField } from './field-input';
import { FreeArguments } from './free-arguments';
import { TransientInputs } from './transient-inputs';

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
    const canRun = isEvaluated ? network.value?.can.evaluate === true : canCall.value;
    useEffect(focusWanted, [wantedField.value]);
    // Nobody has made a mistake in a form that is as it was opened.
    const isTouched = drafts.value.has(`${draft.chaincode} ${draft.name}`);
    return (
        <form
            class="call-form"
            onSubmit={(event) => {
                event.preventDefault();
                leaveAll(mistakes.map(({ path }) => path));
                if (canRun) void run(draft, isEvaluated ? 'evaluate' : 'submit');
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
            {!isKnown(draft) && <FreeArguments draft={draft} />}
            <CallAs draft={draft} />
            {!isEvaluated && <EndorsedBy draft={draft} />}
            <TransientInputs draft={draft} />
            {canRun && <Actions draft={draft} isEvaluated={isEvaluated} isWrong={isTouched && mistakes.length > 0} />}
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
    const other = (label: string, mode: CallRequest['mode']): JSX.Element => (
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
            {!isKnown(draft) && other('Evaluate', 'evaluate')}
            <span class="grow" />
            <button
                type="button"
                class="quiet"
                onClick={() => {
                    drafts.value = new Map(
                        [...drafts.value].filter(([key]) => key !== `${draft.chaincode} ${draft.name}`),
                    );
                }}
            >
                Clear
            </button>
        </div>
    );
}

function CallAs({ draft }: { readonly draft: Draft }): JSX.Element {
    const users = (network.value?.organizations ?? []).flatMap(({ mspId, users: names }) =>
        names.map((user) => ({ user, mspId })),
    );
    // Whoever looks at somebody's network is one user of it.
    if (users.length === 0) return <></>;
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
