import type { PeerCapabilities } from '@heddle/protocol';
import type { OptionNames } from '@heddle/protocol/internal';
import type { ApplicationCapability } from './answers/application-capability';
import type { BatchOptions } from './commit/batch-options';
import { checkNames, LocalPeerError } from './errors';
import type { PeerFaults } from './faults';
import type { ChannelCapability } from './identity/channel-capability';
import type { MembershipRoot } from './identity/organization';
import type { StateDatabase } from './simulate/state-database';
import { isTime, TIME_REMEDY } from './wait-time';

/** Checks of the options of LocalPeer.start, beyond what the compiler sees: much is written in JavaScript, or read from files. */

/** What may be chosen. */
interface Choices {
    readonly applicationCapability: ApplicationCapability;
    readonly channelCapability: ChannelCapability;
    readonly determinism: 'check' | 'off';
    readonly queries: StateDatabase;
    readonly signatures: 'check' | 'off';
}

const CHOICES: { readonly [Name in keyof Choices]: readonly Choices[Name][] } = {
    applicationCapability: ['V1_2', 'V2_0', 'V2_5'],
    channelCapability: ['V2_0', 'V3_0'],
    determinism: ['check', 'off'],
    queries: ['couchdb', 'leveldb'],
    signatures: ['check', 'off'],
};

/** Another choice would turn off what was meant, without a word. */
export function checkChoices(options: Choices): void {
    for (const [name, choices] of Object.entries<readonly string[]>(CHOICES)) {
        const chosen = options[name as keyof Choices];
        if (!choices.includes(chosen)) throw invalid(name, `is '${chosen}': write ${choices.join(' or ')}`);
    }
}

/** Options that have names within. */
interface Nested {
    readonly batch: BatchOptions;
    readonly store: { readonly path: string; readonly sync?: boolean } | undefined;
    readonly faults: PeerFaults;
    readonly capabilities: PeerCapabilities;
}

const NESTED: { readonly [Name in keyof Nested]: OptionNames<NonNullable<Nested[Name]>> } = {
    batch: { maxMessageCount: true, timeoutMs: true },
    store: { path: true, sync: true },
    faults: { answer: true, write: true },
    capabilities: {
        maxSizeGetMultipleKeys: true,
        maxSizeWriteBatch: true,
        useGetMultipleKeys: true,
        useWriteBatch: true,
    },
};

export function checkNestedNames(options: Nested): void {
    for (const name of ['batch', 'store', 'faults', 'capabilities'] as const)
        checkNames<object>(`option '${name}' of LocalPeer.start`, options[name] ?? {}, NESTED[name]);
}

/** Options that are numbers, or have some. */
interface Numbers {
    readonly executeTimeoutMs: number;
    readonly startupTimeoutMs: number;
    readonly keepaliveMs: number;
    readonly totalQueryLimit: number;
    readonly batch: BatchOptions;
}

export function checkNumbers(options: Numbers): void {
    for (const name of ['executeTimeoutMs', 'startupTimeoutMs', 'keepaliveMs'] as const)
        checkMilliseconds(name, options[name]);
    const { totalQueryLimit, batch } = options;
    if (!Number.isSafeInteger(totalQueryLimit) || totalQueryLimit < 0)
        throw invalid('totalQueryLimit', `is ${totalQueryLimit}: give a whole number from 0 on`);
    const { maxMessageCount = 1, timeoutMs = 0 } = batch;
    if (!Number.isSafeInteger(maxMessageCount) || maxMessageCount < 1)
        throw invalid('batch.maxMessageCount', `is ${maxMessageCount}: give a whole number from 1 on`);
    checkMilliseconds('batch.timeoutMs', timeoutMs);
}

function checkMilliseconds(name: string, value: number): void {
    if (!isTime(value)) throw invalid(name, `is ${value}: ${TIME_REMEDY}`);
}

/** What a ledger begins with, and where it is kept, are said once. */
export function checkStores({
    database,
    store,
    blocks,
    snapshot,
}: Readonly<Record<'database' | 'store' | 'blocks' | 'snapshot', object | undefined>>): void {
    if (database !== undefined && store !== undefined)
        throw invalid('store', 'cannot be given together with a database');
    if (blocks !== undefined && snapshot !== undefined)
        throw invalid('blocks', 'cannot be given together with a snapshot');
}

type NamedOrganization = Pick<MembershipRoot, 'mspId'>;

/** Each has one authority for its members, and one peer. */
export function checkOrganizations({
    organization,
    organizations,
}: {
    readonly organization: NamedOrganization;
    readonly organizations: readonly NamedOrganization[];
}): void {
    const twice = firstRepeated(organizations.map(({ mspId }) => mspId));
    if (twice !== undefined) throw invalid('organizations', `names ${twice} twice`);
    const { mspId } = organization;
    if (organizations.some((one) => one.mspId === mspId))
        throw invalid(
            'organizations',
            `names ${mspId}, which is the organization of the peer itself: name the further ones alone`,
        );
}

interface ChannelOptions {
    readonly channels: readonly string[];
    readonly snapshot: { readonly channelId: string } | undefined;
    readonly blocks: { readonly channelId: string } | undefined;
}

/** What a channel may be called (fabric, common/configtx/validator.go). */
const CHANNEL_ID = /^[a-z][a-z0-9.-]{0,248}$/;

/** @returns the first of them */
export function checkChannels({ channels, snapshot, blocks }: ChannelOptions): string {
    const [first] = channels;
    if (first === undefined) throw invalid('channels', 'must name at least one channel');
    const wrong = channels.find((channel) => !CHANNEL_ID.test(channel));
    if (wrong !== undefined)
        throw invalid(
            'channels',
            `has '${wrong}': a channel id is a lower-case letter, then lower-case letters, digits, . and -`,
        );
    const twice = firstRepeated(channels);
    if (twice !== undefined) throw invalid('channels', `names ${twice} twice`);
    const real = snapshot ?? blocks;
    if (real !== undefined && channels.some((channel) => channel !== real.channelId))
        throw invalid('channels', `cannot name others than ${real.channelId}, which the real ledger is of`);
    return first;
}

function firstRepeated(names: readonly string[]): string | undefined {
    return names.find((name, index) => names.indexOf(name) < index);
}

export function invalid(option: string, text: string): LocalPeerError {
    return new LocalPeerError('OPTION_INVALID', `option '${option}' of LocalPeer.start ${text}`);
}
