import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { KeyVersion } from '../../api/ledger';
import type { Page } from '../../api/value';
import { ledgerVersion } from '../../model/ledger-version';
import { idText, timeText, whoText } from '../parts/outcome';
import { Failure, Section, Shown } from '../parts/shown';
import { Diff } from '../parts/value';
import { ask } from '../state/client';
import { address, linkTo } from '../state/navigation';
import { type Question, useQuestion } from '../state/question';
import { network } from '../state/studio';

const PAGE = 50;

/** What a key was: the versions that were asked for so far, the newest first. */
export interface KeyPast extends Omit<Question<unknown>, 'answer'> {
    readonly versions: readonly KeyVersion[];
    /** Absent where there are no older ones. */
    readonly more?: () => void;
}

/** Asks for the history of a public key; `undefined` asks nothing. */
export function useHistory(namespace: string, key: string | undefined): KeyPast {
    const query = { namespace, key, limit: PAGE };
    const asked = key === undefined ? undefined : 'history';
    const { answer, failure, again } = useQuestion<Page<KeyVersion>>(asked, query, ledgerVersion(network.value));
    const [older, setOlder] = useState<Page<KeyVersion>>({ items: [], next: null });
    useEffect(() => {
        setOlder({ items: [], next: answer?.next ?? null });
    }, [answer]);
    const { next } = older;
    return {
        failure,
        again,
        versions: key === undefined ? [] : [...(answer?.items ?? []), ...older.items],
        ...(next !== null && {
            more: () => {
                void ask<Page<KeyVersion>>('history', { ...query, before: next }).then((page) => {
                    setOlder({ items: [...older.items, ...page.items], next: page.next });
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
