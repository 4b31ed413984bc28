import type { JSX } from 'preact';
import type { Disagreement, Endorsed, PolicyRow, Transaction } from '../../api/transaction';
import { type TimePart, timeParts } from '../../model/time-parts';
import { idText, millisecondsText } from '../parts/outcome';
import { Card, Facts, KeyName, LeftOut, Section, Shown } from '../parts/shown';

/** Who has run it, what their signatures were held against, and how long it took. */
export function Endorsements({ of }: { readonly of: Transaction }): JSX.Element {
    const { endorsements, policies, policiesAreOfNow, leftOut } = of;
    if (endorsements.length + policies.length === 0) return <></>;
    return (
        <>
            <Section title="Endorsements">
                <Facts
                    rows={[
                        ...endorsements.map((one) => [one.mspId, <Peer of={one} />] as const),
                        ...policies.map(
                            (one) => [ownerOf(one), <Policy of={one} isOfNow={policiesAreOfNow} />] as const,
                        ),
                    ]}
                />
                <LeftOut count={leftOut?.policies} what="policies" />
            </Section>
            <TimeBar parts={timeParts(of)} />
        </>
    );
}

function Peer({ of: { ms, agrees, failure } }: { readonly of: Endorsed }): JSX.Element {
    return (
        <>
            {ms === undefined ? 'endorsed' : millisecondsText(ms)}
            {!agrees && <span class="badge bad">differs</span>}
            {failure !== undefined && (
                <span class="bad">
                    {' '}
                    <Shown text={failure} />
                </span>
            )}
        </>
    );
}

function ownerOf({ of, namespace, collection, key, keyHash }: PolicyRow): JSX.Element {
    if (of === 'chaincode') return <>policy of {namespace}</>;
    if (of === 'collection') return <>policy of {collection}</>;
    return <>policy of {key === undefined ? <code>{idText(keyHash ?? '')}</code> : <KeyName of={key} />}</>;
}

function Policy({
    of: { text, fulfilled, missing },
    isOfNow,
}: {
    readonly of: PolicyRow;
    readonly isOfNow: boolean;
}): JSX.Element {
    return (
        <>
            {text === undefined ? 'one that nobody can fulfil' : <code>{text}</code>},{' '}
            {fulfilled ? 'fulfilled' : <span class="bad">not fulfilled</span>}
            {missing.length > 0 && (
                <span class="bad">
                    : <code>{missing.join(', ')}</code> is missing
                </span>
            )}
            {isOfNow && <span class="about"> (as it is defined now)</span>}
        </>
    );
}

/** The parts as one bar, with their numbers below. */
function TimeBar({ parts }: { readonly parts: readonly TimePart[] }): JSX.Element {
    const total = parts.reduce((sum, { ms }) => sum + ms, 0);
    if (total === 0) return <></>;
    return (
        <Section title={`Where the ${millisecondsText(total)} went`}>
            <div class="time-bar" aria-hidden="true">
                {parts.map(({ ms }) => (
                    <span style={{ flexGrow: ms }} />
                ))}
            </div>
            <ul class="time-parts">
                {parts.map(({ name, ms }) => (
                    <li>
                        {name} <b>{millisecondsText(ms)}</b>
                    </li>
                ))}
            </ul>
        </Section>
    );
}

/** What runs of one transaction did not do alike: each with both values. */
export function Differences({ of: { differences, notes } }: { readonly of: Disagreement }): JSX.Element {
    return (
        <>
            {differences.map(({ what, values }) => (
                <Card
                    head={
                        <code>
                            <Shown text={what} />
                        </code>
                    }
                >
                    <Facts
                        rows={values.map(({ by, value }) => [
                            by,
                            <code>
                                <Shown text={value} isMultiline />
                            </code>,
                        ])}
                    />
                </Card>
            ))}
            {notes.map((note) => (
                <p class="note">
                    <Shown text={note} />
                </p>
            ))}
        </>
    );
}
