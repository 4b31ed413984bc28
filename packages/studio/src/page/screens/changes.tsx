import type { JSX } from 'preact';
import type { Change, Transaction } from '../../api/transaction';
import type { Bytes } from '../../api/value';
import { sizeText } from '../../model/value-view';
import { idText } from '../parts/outcome';
import { Card, KeyName, LeftOut, Section, Shown } from '../parts/shown';
import { Diff, Value } from '../parts/value';
import { linkTo } from '../state/navigation';

/** What a transaction writes, key by key. */
export function Changes({ of: { changes, outcome, leftOut } }: { readonly of: Transaction }): JSX.Element {
    const isWritten = outcome.kind === 'valid';
    const title = isWritten ? 'Changed' : 'What it would have changed';
    const all = changes.length + (leftOut?.changes ?? 0);
    const count = `${all} ${all === 1 ? 'key' : 'keys'}${isWritten ? '' : ', never written'}`;
    return (
        <Section title={title} about={count}>
            {changes.map((change) => (
                <ChangeCard change={change} />
            ))}
            <LeftOut count={leftOut?.changes} what="changes" />
        </Section>
    );
}

const SIGNS: Readonly<Record<Change['kind'], string>> = {
    created: '+',
    deleted: '−',
    purged: '−',
    changed: '',
    policy: '',
};

/** Of bytes: entries of an index have a value like this, and what counts is the key. */
const SHORT = 2;

function ShortValue({ of: { text, base64, size } }: { readonly of: Bytes }): JSX.Element {
    if (text !== undefined && size > 0)
        return (
            <>
                ,{' '}
                <code>
                    <Shown text={text} />
                </code>
            </>
        );
    const hex = Array.from(atob(base64 ?? ''), (one) => one.charCodeAt(0).toString(16).padStart(2, '0'));
    return <>{size === 0 ? ', no bytes' : `, ${sizeText(size)}: ${hex.join(' ')}`}</>;
}

function ChangeCard({ change }: { readonly change: Change }): JSX.Element {
    const { collection, kind, before, after, versionBefore, versionAfter, beforeIsUnknown } = change;
    const versions = [versionBefore, versionAfter].filter((one) => one !== undefined).join(' → ');
    const isShort = (before?.size ?? 0) <= SHORT && (after?.size ?? 0) <= SHORT;
    return (
        <Card
            head={
                <>
                    <span class={`sign-mark ${kind}`}>{SIGNS[kind]}</span> <ChangedKey of={change} />
                    {collection !== undefined && <span class="tag">{collection}</span>}
                </>
            }
            about={
                <>
                    {kind}
                    {isShort && after !== undefined && <ShortValue of={after} />}
                    {versions !== '' && kind === 'changed' && `, version ${versions}`}
                    {beforeIsUnknown !== undefined && `, before: ${beforeIsUnknown}`}
                </>
            }
        >
            {kind === 'policy' ? <KeyPolicy of={change} /> : !isShort && <ChangedValue of={change} />}
        </Card>
    );
}

function ChangedKey({ of: { key, keyHash, namespace, collection } }: { readonly of: Change }): JSX.Element {
    if (key === undefined) return <code>{`hash ${idText(keyHash ?? '')}`}</code>;
    const place = collection === undefined ? [namespace] : [namespace, collection];
    return (
        <a {...linkTo('ledger', place, { key: key.text })}>
            <KeyName of={key} />
        </a>
    );
}

function ChangedValue({ of: { before, after, beforeIsUnknown } }: { readonly of: Change }): JSX.Element {
    if (beforeIsUnknown === undefined) return <Diff before={before} after={after} />;
    return after === undefined ? <></> : <Value of={after} />;
}

/** Who endorses changes of a key from now on. */
function KeyPolicy({ of: { policy } }: { readonly of: Change }): JSX.Element {
    if (policy === undefined) return <p>Its changes are endorsed by the chaincode&rsquo;s policy again.</p>;
    return (
        <p>
            Its changes are endorsed by <code>{policy}</code> from now on.
        </p>
    );
}
