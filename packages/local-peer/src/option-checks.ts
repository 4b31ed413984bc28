import type { PeerCapabilities } from '@heddle/protocol';
import type { OptionNames } from '@heddle/protocol/internal';
import type { BatchOptions } from './commit/batch-options';
import { checkNames, LocalPeerError } from './errors';
import type { PeerFaults } from './faults';
import { isTime, TIME_REMEDY } from './longest-time';
import type { DiskStoreOptions, LocalPeerOptions, ResolvedLocalPeerOptions } from './local-peer-options';

/** Checks of the options of LocalPeer.start, beyond what the compiler sees: much is written in JavaScript, or read from files. */

type CheckedOptions = Omit<ResolvedLocalPeerOptions, 'defaultChannel'>;

const CHOICES = {
    applicationCapability: ['V1_2', 'V2_0', 'V2_5'],
    channelCapability: ['V2_0', 'V3_0'],
    determinism: ['check', 'off'],
    queries: ['couchdb', 'leveldb'],
    signatures: ['check', 'off'],
} as const satisfies { readonly [Name in keyof LocalPeerOptions]?: readonly LocalPeerOptions[Name][] };

/** Another choice would turn off what was meant, without a word. */
export function checkChoices(options: CheckedOptions): void {
    for (const [name, choices] of Object.entries(CHOICES)) {
        const chosen = options[name as keyof typeof CHOICES];
        if (!(choices as readonly string[]).includes(chosen))
            throw invalid(name, `is '${chosen}': write ${choices.join(' or ')}`);
    }
}

const BATCH_NAMES: OptionNames<BatchOptions> = { maxMessageCount: true, timeoutMs: true };
const STORE_NAMES: OptionNames<DiskStoreOptions> = { path: true, sync: true };
const FAULT_NAMES: OptionNames<PeerFaults> = { answer: true, write: true };
const CAPABILITY_NAMES: OptionNames<PeerCapabilities> = {
    maxSizeGetMultipleKeys: true,
    maxSizeWriteBatch: true,
    useGetMultipleKeys: true,
    useWriteBatch: true,
};

/** Of options that have names within. */
export function checkInnerNames({ batch, store, faults, capabilities }: CheckedOptions): void {
    checkNames(`option 'batch' of LocalPeer.start`, batch, BATCH_NAMES);
    checkNames(`option 'store' of LocalPeer.start`, store ?? {}, STORE_NAMES);
    checkNames(`option 'faults' of LocalPeer.start`, faults, FAULT_NAMES);
    checkNames(`option 'capabilities' of LocalPeer.start`, capabilities, CAPABILITY_NAMES);
}

export function checkNumbers(options: CheckedOptions): void {
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
}: Pick<ResolvedLocalPeerOptions, 'database' | 'store' | 'blocks' | 'snapshot'>): void {
    if (database !== undefined && store !== undefined)
        throw invalid('store', 'cannot be given together with a database');
    if (blocks !== undefined && snapshot !== undefined)
        throw invalid('blocks', 'cannot be given together with a snapshot');
}

/** Each has one authority for its members, and one peer. */
export function checkOrganizations({
    organization,
    organizations,
}: Pick<ResolvedLocalPeerOptions, 'organization' | 'organizations'>): void {
    const twice = firstRepeated(organizations.map(({ mspId }) => mspId));
    if (twice !== undefined) throw invalid('organizations', `names ${twice} twice`);
    const { mspId } = organization;
    if (organizations.some((one) => one.mspId === mspId))
        throw invalid(
            'organizations',
            `names ${mspId}, which is the organization of the peer itself: name the further ones alone`,
        );
}

/** What a channel may be called (fabric, common/configtx/validator.go). */
const CHANNEL_ID = /^[a-z][a-z0-9.-]{0,248}$/;

/** @returns the first of them */
export function checkChannels({
    channels,
    snapshot,
    blocks,
}: Pick<ResolvedLocalPeerOptions, 'channels' | 'snapshot' | 'blocks'>): string {
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
