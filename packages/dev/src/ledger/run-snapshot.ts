import { CommandError, writeOutput } from 'heddle/command';
import { type ConnectionRequest, resolveConnection } from '../client/resolve-connection';
import type { SnapshotOptions } from '../input/ledger-options';
import { LedgerClient, type Snapshot } from './ledger-client';

export interface SnapshotRequest extends ConnectionRequest {
    readonly options: SnapshotOptions;
}

/** Takes a snapshot, and prints its name where none was given. @throws CommandError */
export async function runSnapshot(name: string | undefined, request: SnapshotRequest): Promise<void> {
    using client = new LedgerClient(resolveConnection(request));
    const known = await client.snapshots();
    const chosen = name ?? nextName(known);
    const { height } = await client.take(chosen);
    const before = known.find((one) => one.name === chosen);
    const instead = before === undefined ? '' : `, in place of the one at ${blocks(before.height)}`;
    process.stderr.write(`snapshot ${chosen} is taken at ${blocks(height)}${instead}\n`);
    if (name === undefined) await writeOutput(`${chosen}\n`);
}

/** Prints what snapshots there are, the oldest first. @throws CommandError */
export async function runSnapshotList(request: SnapshotRequest): Promise<void> {
    using client = new LedgerClient(resolveConnection(request));
    for (const snapshot of await client.snapshots()) {
        const line = request.options.json === true ? toJson(snapshot) : toText(snapshot);
        if (!(await writeOutput(`${line}\n`))) return;
    }
}

/** Forgets a snapshot. @throws CommandError where there is none of the name */
export async function runSnapshotDelete(name: string, request: SnapshotRequest): Promise<void> {
    using client = new LedgerClient(resolveConnection(request));
    await client.forget(name);
    process.stderr.write(`snapshot ${name} is forgotten\n`);
}

/** Has the ledger go back to a snapshot, the newest one if none is named. @throws CommandError */
export async function runRevert(name: string | undefined, request: SnapshotRequest): Promise<void> {
    using client = new LedgerClient(resolveConnection(request));
    const newest = name ?? (await client.snapshots()).at(-1)?.name;
    if (newest === undefined) throw new CommandError(1, 'there is no snapshot: "heddle snapshot" takes one');
    const { height, undoneBlocks } = await client.revert(newest);
    process.stderr.write(`the ledger is at snapshot ${newest}, at ${blocks(height)}: ${blocks(undoneBlocks)} undone\n`);
}

/** The first number that is not in use. */
function nextName(known: readonly Snapshot[]): string {
    for (let number = 1; ; number++) if (known.every(({ name }) => name !== String(number))) return String(number);
}

function blocks(count: bigint): string {
    return count === 1n ? '1 block' : `${count} blocks`;
}

function toText({ name, height, milliseconds }: Snapshot): string {
    return `${name}  ${blocks(height)}  ${new Date(Number(milliseconds)).toISOString()}`;
}

function toJson({ name, height, milliseconds }: Snapshot): string {
    const time = new Date(Number(milliseconds)).toISOString();
    return JSON.stringify({ name, blocks: Number(height), time });
}
