import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError, Environment, idleOption, reasonOf, resolveModulePath, writeOutput } from 'heddle/command';
import { parseCount } from '../client/event-start';
import { explainFailure } from '../client/explain-failure';
import { openGateway } from '../client/gateway-client';
import { type ChannelConnection, type ConnectionRequest, resolveChannel } from '../client/resolve-connection';
import { DEV_FOLDER, findConnection } from '../dev/connection/connection-file';
import { CONNECTION_OPTIONS, PEER_SETTINGS } from '../input/connection-options';
import type { StudioOptions } from '../input/studio-options';
import { openBrowser } from '../studio/open-browser';
import { servePage } from '../studio/studio';
import { parseStudioPort } from '../studio/studio-port';
import { KeyFile } from './key-file';
import { RealNetwork } from './real-network';
import { realRoutes } from './real-routes';

const KEY_BYTES = 32;
/** Peers take it for an attack where somebody asks more often than once a minute whether they are there. */
const KEEPALIVE = { 'grpc.keepalive_time_ms': 120_000, 'grpc.keepalive_timeout_ms': 20_000 };

/** What says more of a page that this command serves itself. */
const OF_OWN_PAGE = [...CONNECTION_OPTIONS, '--port', '--from-block', '--allow-evaluate'];

/** What `heddle studio` was given. */
export interface StudioRequest extends ConnectionRequest {
    readonly options: StudioOptions;
}

/**
 * Serves the page of a network until the signal aborts; prints the address of the page that `heddle dev` serves where that
 * runs and no other network is named.
 *
 * @param interruption from then on a signal ends it in order
 * @throws ConfigurationError if something that was given cannot work, CommandError if peer or port cannot be had
 */
export async function runStudio(request: StudioRequest, interruption: () => AbortSignal): Promise<void> {
    const { port, fromBlock } = numbersIn(request.options);
    const page = pageOfDev(request);
    if (page !== undefined) {
        refuseOwnPage(request);
        await tellPage(page, request);
        return;
    }
    const connection = resolveChannel(request);
    using client = openGateway({ ...connection, chaincode: connection.chaincode ?? 'qscc' }, KEEPALIVE);
    const { chaincode, user, channel, address } = connection;
    const network = await openNetwork(connection, {
        network: client.network,
        mspId: user.mspId,
        chaincode,
        fromBlock,
        ...(request.options.allowEvaluate === true && { evaluatesAs: user.certificate.toString() }),
    });
    const signal = interruption();
    signal.addEventListener('abort', () => {
        network.close();
    });
    const key = randomBytes(KEY_BYTES).toString('base64url');
    const served = await servePage({ key, port, routes: realRoutes(network, randomUUID()) }).catch((error: unknown) => {
        throw new CommandError(1, `there is no page: ${reasonOf(error)}: give another one by --port`);
    });
    if (served === undefined) throw new CommandError(1, 'the page is not built: npm run build');
    using keyFile = process.stdout.isTTY ? undefined : new KeyFile(key);
    await writeOutput(
        `    page         ${keyFile === undefined ? served.addressWithKey : served.address}\n` +
            (keyFile === undefined ? '' : `    key          ${keyFile.path}\n`) +
            `    channel      ${channel} at ${address}, as ${user.mspId}; ${canText(network)}, Ctrl-C ends it\n`,
    );
    if (request.options.open === true) open(served.addressWithKey);
    try {
        await network.run();
    } finally {
        await served.close();
    }
}

/** @throws ConfigurationError for an option of a page of its own, where heddle dev serves one */
function refuseOwnPage({ commandLine }: StudioRequest): void {
    const option = OF_OWN_PAGE.find((name) => commandLine.has(name));
    if (option === undefined) return;
    const remedy =
        'it is served already, so leave it out, or name another network by --gateway or --connection-profile';
    throw idleOption(option, 'with the page of heddle dev', remedy);
}

/** @throws ConfigurationError */
function numbersIn({ port, fromBlock }: StudioOptions): { port: number | undefined; fromBlock: bigint | undefined } {
    return {
        port: port === undefined ? undefined : parseStudioPort(port, '--port'),
        fromBlock: fromBlock === undefined ? undefined : BigInt(parseCount(fromBlock, '--from-block')),
    };
}

function canText({ evaluations }: RealNetwork): string {
    return evaluations === undefined ? 'it is read only' : 'it reads, and evaluates';
}

async function openNetwork(
    connection: ChannelConnection,
    options: Parameters<typeof RealNetwork.open>[0],
): Promise<RealNetwork> {
    try {
        return await RealNetwork.open(options);
    } catch (error) {
        throw await explainFailure(error, {
            what: 'GetChainInfo',
            connection: { ...connection, chaincode: 'qscc' },
        });
    }
}

function open(address: string): void {
    openBrowser(address, (problem) => process.stderr.write(`${problem}\n`));
}

interface DevPage {
    readonly address: string;
    /** Undefined where another folder has it. */
    readonly key: string | undefined;
}

/** Undefined where a network is named, or heddle dev does not run in the folder. @throws CommandError where it has no page */
function pageOfDev({ options, commandLine, variables }: StudioRequest): DevPage | undefined {
    const all = new Environment(commandLine, variables);
    if (options.connectionProfile !== undefined || all.find(PEER_SETTINGS.gateway) !== undefined) return undefined;
    const folder = resolveModulePath(all);
    const dev = findConnection(folder);
    if (dev === undefined) return undefined;
    if (dev.studio === undefined)
        throw new CommandError(1, `heddle dev runs for ${folder} without a page: start it without --no-studio`);
    return { address: dev.studio, key: keyIn(folder) };
}

function keyIn(folder: string): string | undefined {
    try {
        return readFileSync(join(folder, DEV_FOLDER, 'studio-key'), 'utf8').trim();
    } catch {
        return undefined;
    }
}

/** With the key for somebody who looks on; logs are read by others. */
async function tellPage({ address, key }: DevPage, { options }: StudioRequest): Promise<void> {
    const withKey = key === undefined ? address : `${address}/#k=${key}`;
    await writeOutput(`${process.stdout.isTTY ? withKey : address}\n`);
    if (options.open === true) open(withKey);
}
