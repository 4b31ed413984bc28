import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { IdentityRow, NewUser } from '../../api/network';
import { Card, Facts, Failure, Shown } from '../parts/shown';
import { send } from '../state/client';
import { isReal } from '../state/network-words';
import { failureOf, useQuestion } from '../state/question';
import { loadNetwork, network } from '../state/studio';

/** Whom can I be, and whom does the network know? */
export function Identities(): JSX.Element {
    const { answer, failure, again } = useQuestion<readonly IdentityRow[]>('identities', {}, network.value);
    return (
        <div class="screen">
            <header class="bar">
                <h1>Identities</h1>
                {isReal() && <span class="about">Those who have called in the blocks that were read.</span>}
            </header>
            <div class="scroll" tabIndex={0} role="region" aria-label="Content">
                {failure !== undefined && <Failure of={failure} again={again} />}
                {network.value?.can.users === true && <NewUserForm />}
                {answer?.map((one) => (
                    <Identity of={one} />
                ))}
            </div>
        </div>
    );
}

function Identity({ of }: { readonly of: IdentityRow }): JSX.Element {
    const { user, mspId, roles, attributes, notBefore, notAfter, issuer, fingerprint } = of;
    const { certificatePath, privateKeyPath } = of;
    const named = Object.entries(attributes).map(([name, value]) => `${name}=${value}`);
    const paths = [
        ['certificate', certificatePath],
        ['private key', privateKeyPath],
    ] as const;
    return (
        <Card head={<Shown text={user} />} about={mspId}>
            <Facts
                rows={[
                    ['roles', <Shown text={roles.join(', ') || 'none'} />],
                    ['attributes', <Shown text={named.join(', ') || 'none'} />],
                    ['valid', `from ${notBefore.slice(0, 10)} to ${notAfter.slice(0, 10)}`],
                    ['issuer', <Shown text={issuer} />],
                    ['SHA-256', <code>{fingerprint}</code>],
                    ...paths.flatMap(([name, path]) =>
                        path === undefined
                            ? []
                            : [
                                  [
                                      name,
                                      <code>
                                          <Shown text={path} />
                                      </code>,
                                  ] as const,
                              ],
                    ),
                ]}
            />
        </Card>
    );
}

const NO_USER = { name: '', mspId: '', attributes: [] as readonly (readonly [name: string, value: string])[] };

/** As `heddle dev --user minter:role=minter` makes one; its private key stays in its file. */
function NewUserForm(): JSX.Element {
    const [draft, setDraft] = useState(NO_USER);
    const [told, setTold] = useState<{ readonly text: string; readonly isMistake: boolean }>();
    const organizations = network.value?.organizations.map(({ mspId }) => mspId) ?? [];
    const mspId = draft.mspId === '' ? (organizations[0] ?? '') : draft.mspId;
    const make = async (): Promise<void> => {
        const user: NewUser = { name: draft.name, mspId, attributes: Object.fromEntries(draft.attributes) };
        try {
            await send('identities', user);
            await loadNetwork();
            setDraft({ ...NO_USER, mspId });
            setTold({ text: `${user.name} of ${mspId} can be chosen under Contracts now`, isMistake: false });
        } catch (error) {
            const { message, remedy } = failureOf(error);
            setTold({ text: remedy === '' ? message : `${message}: ${remedy}`, isMistake: true });
        }
    };
    return (
        <details class="new-user">
            <summary>New user</summary>
            <form
                class="call-form"
                onSubmit={(event) => {
                    event.preventDefault();
                    void make();
                }}
            >
                <label class="field">
                    <span class="label">Name</span>
                    <input
                        value={draft.name}
                        autocomplete="off"
                        onInput={({ currentTarget }) => {
                            setDraft({ ...draft, name: currentTarget.value });
                        }}
                    />
                </label>
                <label class="field">
                    <span class="label">Organization</span>
                    <select
                        value={mspId}
                        onChange={({ currentTarget }) => {
                            setDraft({ ...draft, mspId: currentTarget.value });
                        }}
                    >
                        {organizations.map((one) => (
                            <option>{one}</option>
                        ))}
                    </select>
                </label>
                <Attributes
                    of={draft.attributes}
                    onChange={(attributes) => {
                        setDraft({ ...draft, attributes });
                    }}
                />
                <div class="actions">
                    <button class="primary" disabled={draft.name === ''}>
                        Make this user
                    </button>
                    <button
                        type="button"
                        onClick={() => {
                            setDraft({ ...draft, attributes: [...draft.attributes, ['', '']] });
                        }}
                    >
                        Add an attribute
                    </button>
                </div>
                {told !== undefined && (
                    <p class={told.isMistake ? 'mistake' : 'note'} role={told.isMistake ? 'alert' : 'status'}>
                        <Shown text={told.text} />
                    </p>
                )}
            </form>
        </details>
    );
}

type AttributeRows = typeof NO_USER.attributes;

function Attributes({
    of,
    onChange,
}: {
    readonly of: AttributeRows;
    readonly onChange: (rows: AttributeRows) => void;
}): JSX.Element {
    const put = (index: number, row: AttributeRows[number]): void => {
        onChange(of.map((one, at) => (at === index ? row : one)));
    };
    return (
        <>
            {of.map(([name, value], index) => (
                <div class="pair">
                    <input
                        aria-label={`Name of attribute ${index + 1}`}
                        placeholder="role"
                        value={name}
                        onInput={({ currentTarget }) => {
                            put(index, [currentTarget.value, value]);
                        }}
                    />
                    <input
                        aria-label={`Value of attribute ${index + 1}`}
                        placeholder="minter"
                        value={value}
                        onInput={({ currentTarget }) => {
                            put(index, [name, currentTarget.value]);
                        }}
                    />
                    <button
                        type="button"
                        onClick={() => {
                            onChange(of.filter((_, at) => at !== index));
                        }}
                    >
                        Remove
                    </button>
                </div>
            ))}
        </>
    );
}
