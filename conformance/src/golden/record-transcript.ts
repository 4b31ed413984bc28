import { SessionRunner } from '@heddle/core';
import { decodeMessage, type MessageStream, MessageType } from '@heddle/protocol';
import { chaincodeLogger } from '../fabric/deployment';
import { FabricNetwork, type FabricNetworkOptions } from '../fabric/fabric-network';
import { SCENARIO_COLLECTIONS } from '../fabric/scenario-collections';
import { serveWire } from '../fabric/serve-wire';
import { GatewayTarget } from '../harness/gateway-target';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';
import { CALLED_CHAINCODE, INITIAL_CHAINCODE, SCENARIO_CHAINCODE, type Target } from '../scenarios/target';
import { WIRE_CHAINCODE } from '../scenarios/wire-cases';
import { serveWireScripts } from '../scenarios/wire-script';
import type { WireServer } from '../scenarios/wire-server';
import { describeOutcome } from './describe-outcome';
import { type GoldenCall, goldenCalls } from './golden-calls';
import type { Frame, RecordedCall, Transcript } from './transcript';

/** Runs the golden calls on a network of real peers, and keeps what goes over the wire. */
export async function recordTranscript(options: FabricNetworkOptions): Promise<Transcript> {
    await using network = await FabricNetwork.start(options);
    const frames: Frame[] = [];
    const servers: WireServer[] = [];
    try {
        await serveAll(network, frames, servers);
        using target = new GatewayTarget(network);
        const registrations = frames.splice(0);
        const calls: RecordedCall[] = [await recordInit(network, frames)];
        for (const call of goldenCalls(target)) calls.push(await record(target, call, frames));
        return { version: network.binaries.version, registrations, calls };
    } finally {
        for (const server of servers) await server[Symbol.asyncDispose]();
    }
}

async function serveAll(network: FabricNetwork, frames: Frame[], servers: WireServer[]): Promise<void> {
    const logger = chaincodeLogger(network);
    const serveScenarios = (stream: MessageStream, packageId: string): Promise<void> =>
        new SessionRunner(stream, { packageId, chaincode: scenarioChaincode, logger, mspId: 'Org1MSP' }).run();
    const sessions = {
        [SCENARIO_CHAINCODE]: serveScenarios,
        [CALLED_CHAINCODE]: serveScenarios,
        [INITIAL_CHAINCODE]: serveScenarios,
        [WIRE_CHAINCODE]: serveWireScripts,
    };
    for (const [name, session] of Object.entries(sessions)) {
        const definition = { name, collections: SCENARIO_COLLECTIONS, initRequired: name === INITIAL_CHAINCODE };
        const registered = frames.length + 3;
        const record = ({ from, frame }: { readonly from: Frame['from']; readonly frame: Uint8Array }): void => {
            frames.push({ chaincode: name, from, bytes: Buffer.from(frame) });
        };
        servers.push(await serveWire(network, definition, session, { record }));
        // The peer dials as soon as the definition is committed; a call that comes sooner would dial, too.
        while (frames.length < registered) await new Promise((resolve) => setTimeout(resolve, 10));
    }
}

async function recordInit({ cli }: FabricNetwork, frames: Frame[]): Promise<RecordedCall> {
    await cli.init(INITIAL_CHAINCODE, ['anything']);
    return { title: 'is initialised', how: 'init', outcome: 'VALID', frames: frames.splice(0) };
}

async function record(target: Target, call: GoldenCall, frames: Frame[]): Promise<RecordedCall> {
    const { title, how } = call;
    const outcome = await target[how](call);
    const recorded = frames.splice(0);
    const last = recorded.at(-1);
    if (last === undefined || decodeMessage(last.bytes).type !== MessageType.COMPLETED)
        throw new Error(`'${title}' did not end with COMPLETED: ${outcome.message}`);
    return { title, how, outcome: describeOutcome(outcome), frames: recorded };
}
