import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { KeyVersion } from '../../api/ledger';
import type { Page } from '../../api/value';
import { joinedPages } from '../../model/joined-pages';
import { eraOf, ledgerVersion } from '../../model/ledger-version';
import { idText, timeText, whoText } from '../parts/outcome';
import { Failure, Section, Shown } from '../parts/shown';
import { Diff } from '../parts/value';
import { ask } from '../state/client';
import { address, linkTo } from '../state/navigation';
import { type Question, useQuestion } from '../state/question';
import { network } from '../state/studio';

const PAGE = 50;
const NOTHING: Page<KeyVersion> = { items: [], next: null };

/** What a key was: the versions that were asked for so far, the newest first. */
export interface KeyPast extends Omit<Question<unknown>, 'answer' | 'isOfThis'> {
    readonly versions: readonly KeyVersion[];
    /** Absent where there are no older ones. */
    readonly more?: () => void;
}

/** Asks for the history of a public key; `undefined` asks nothing. */
export function useHistory(namespace: string, key: string | undefined): KeyPast {
    const query = { namespace, key, limit: PAGE };
    const asked = key === undefined ? undefined : 'history';
    const question = useQuestion<Page<KeyVersion>>(asked, query, ledgerVersion(network.value));
    const { answer, isOfThis, failure, again } = question;
    const of = JSON.stringify([eraOf(network.value), namespace, key]);
    const [older, setOlder] = useState<{ readonly of: string; readonly known: Page<KeyVersion> }>();
    const looked = useRef(of);
    looked.current = of;
    const newest = isOfThis && answer !== undefined ? answer : NOTHING;
    const known = joinedPages(newest, older?.of === of ? older.known : undefined, ({ version }) => version);
    const { items, next } = known;
    return {
        failure,
        again,
        versions: key === undefined ? [] : items,
        ...(next !== null && {
            more: () => {
                void ask<Page<KeyVersion>>('history', { ...query, before: next }).then((page) => {
                    // Meanwhile another key may have been chosen.
                    if (looked.current === of)
                        setOlder({ of, known: { items: [...items, ...page.items], next: page.next } });
                });
            },
        }),
    };
}

/** The versions of a key on a thread; what came after the block that is looked at is pale. */
export function History({ of, name, asOf }: { of: KeyPast; name: string; asOf: string | undefined }): JSX.Element {
    const { versions, failure, again, more } = of;
    if (failure !== undefined) return <Failure of={failure} again={again} />;
    if (versions.length === 0) return <></>;
    const count = `${versions.length} ${versions.length === 1 ? 'version' : 'versions'}`;
    return (
        <Section title="History" about={more === undefined ? count : `the last ${count}`}>
            <ol class="versions">
                {versions.map((one, index) => (
                    <Version
                        of={one}
                        before={versions[index + 1]}
                        name={name}
                        isLater={asOf !== undefined && blockOf(one) > Number(asOf)}
                    />
                ))}
            </ol>
            {more !== undefined && (
                <button class="quiet" onClick={more}>
                    Older versions
                </button>
            )}
        </Section>
    );
}

/** The block in which a version came. */
export function blockOf({ version }: KeyVersion): number {
    return Number(version.split('.')[0]);
}

interface VersionProps {
    readonly of: KeyVersion;
    readonly before: KeyVersion | undefined;
    readonly name: string;
    readonly isLater: boolean;
}

function Version({ of, before, name, isLater }: VersionProps): JSX.Element {
    const { by, time, isDelete, value } = of;
    const block = String(blockOf(of));
    const [call = '', args = ''] = /^([^(]*)(.*)$/s.exec(by?.call ?? '')?.slice(1) ?? [];
    return (
        <li class={isLater ? 'later' : ''}>
            <p class="version-call mono">
                <b>
                    <Shown text={call} />
                </b>
                <Shown text={args} />
            </p>
            <p class="about">
                <a {...linkTo('blocks', [block])}>block {block}</a> · <span title={time}>{timeText(time)}</span>
                {by !== undefined && (
                    <>
                        {' · '}
                        {whoText(by.by)} · <a {...linkTo('transactions', [by.id])}>{idText(by.id)}</a>
                    </>
                )}
                {' · '}
                {isLater && 'later · '}
                <a {...linkTo('ledger', address.value.path, { key: name, asOf: block })}>as it was then</a>
            </p>
            {isDelete ? (
                <p class="note">deleted</p>
            ) : (
                <div class="card">
                    <Diff before={before?.value} after={value} onlyChanged />
                </div>
            )}
        </li>
    );
}
