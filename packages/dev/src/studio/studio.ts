import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Metadata, readPage } from '@heddle/studio';
import { openStudioKey } from './http/studio-key';
import { type Route, StudioServer } from './http/studio-server';
import { Feeds } from './record/feed';
import type { PrintedLines } from './record/printed-lines';
import type { Recorder } from './record/recorder';
import { studioRoutes } from './routes';
import type { StudioNetwork } from './studio-network';
import { LedgerPast } from './view/ledger-past';
import type { LedgerSource } from './view/ledger-source';

const KEY_FILE = 'studio-key';
/** Where the page is, if nothing else is there. */
export const STUDIO_PORT = 7060;

export interface StudioOptions {
    readonly network: StudioNetwork;
    readonly recorder: Recorder;
    /** Of the key. */
    readonly folder: string;
    /** Undefined: the usual one, or any that is free. */
    readonly port: number | undefined;
    /** What the chaincodes print. */
    readonly printed: PrintedLines;
}

/** The page of `heddle dev`, served to this machine. */
export interface Studio {
    /** `http://localhost:7060`, which tells nobody the key. */
    readonly address: string;
    /** With the key, for the one who is to open it. */
    readonly addressWithKey: string;
    /** Another chaincode runs: what it says of itself is asked for anew. */
    refresh(): void;
    close(): Promise<void>;
}

/** Serves the page. @returns undefined where it is not built. @throws Error where the port cannot be had */
export async function openStudio({
    network,
    recorder,
    folder,
    port,
    printed,
}: StudioOptions): Promise<Studio | undefined> {
    if (readPage() === undefined) return undefined;
    const key = openStudioKey(join(folder, KEY_FILE));
    const run = randomUUID();
    const { source, refresh } = sourceOf(network, printed);
    recorder.on('chaincode', () => {
        source.past.forget();
    });
    const routes = studioRoutes({ network, recorder, source, run, printed, feeds: new Feeds(recorder, run) });
    const served = await servePage({ key, routes, port });
    return served && { ...served, refresh };
}

/** Where the page is, until it is closed. */
export type ServedPage = Omit<Studio, 'refresh'>;

/** Serves the page and what it asks. @returns undefined where it is not built. @throws Error where the port cannot be had */
export async function servePage({
    key,
    routes,
    port,
}: {
    readonly key: string;
    readonly routes: readonly Route[];
    /** Undefined: the usual one, or any that is free. */
    readonly port: number | undefined;
}): Promise<ServedPage | undefined> {
    const page = readPage();
    if (page === undefined) return undefined;
    const server = await listen({ key, page, routes }, port);
    const address = `http://localhost:${server.port}`;
    return { address, addressWithKey: `${address}/#k=${key}`, close: () => server.close() };
}

async function listen(
    options: Omit<Parameters<typeof StudioServer.listen>[0], 'port'>,
    port: number | undefined,
): Promise<StudioServer> {
    if (port !== undefined) return await StudioServer.listen({ ...options, port });
    return await StudioServer.listen({ ...options, port: STUDIO_PORT }).catch(() =>
        StudioServer.listen({ ...options, port: 0 }),
    );
}

/** The ledger, with the names of parameters as the chaincodes give them. */
function sourceOf(
    network: StudioNetwork,
    printed: PrintedLines,
): { readonly source: LedgerSource; readonly refresh: () => void } {
    const known = new Map<string, Metadata>();
    const refresh = (): void => {
        for (const { name } of network.chaincodes())
            void network.metadataOf(name).then((document) => known.set(name, new Metadata(document)));
    };
    const reader = network.peer.ledger({ channel: network.channel });
    return {
        refresh,
        source: {
            reader,
            past: new LedgerPast(reader),
            policiesOf: (transaction) => reader.policiesOf(transaction),
            logOf: (proposal) => printed.of(proposal),
            parametersOf: (chaincode, name) =>
                known
                    .get(chaincode)
                    ?.find(name)
                    ?.transaction.parameters.map((parameter) => parameter.name) ?? [],
        },
    };
}
