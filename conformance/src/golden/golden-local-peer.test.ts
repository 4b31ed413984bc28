import { FABRIC_2_5, FABRIC_3_1, LocalPeer, Organization, type SigningIdentity } from '@heddle/local-peer';
import { chaincodeId, chaincodeInput, decodeMessage, Proposal } from '@heddle/protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FABRIC_LINES, type FabricLine } from '../fabric/fabric-binaries';
import { SCENARIO_COLLECTIONS } from '../fabric/scenario-collections';
import { INITIAL_CHAINCODE } from '../scenarios/target';
import { ChaincodeReplay, withoutChance } from './chaincode-replay';
import { describeOutcome } from './describe-outcome';
import { describeFrame, type Frame, readTranscript, type RecordedCall } from './transcript';

const CAPABILITIES = { '2.5': FABRIC_2_5, '3.1': FABRIC_3_1 } as const;

/** A local peer whose chaincodes are those of a transcript. */
class ReplayedPeer {
    readonly replay: ChaincodeReplay;
    readonly #peer: LocalPeer;
    readonly #clients: Readonly<Record<string, SigningIdentity>>;

    private constructor(peer: LocalPeer, org2: Organization, replay: ChaincodeReplay) {
        this.#peer = peer;
        this.#clients = { Org1MSP: peer.client, Org2MSP: org2.createMember({ name: 'User1' }) };
        this.replay = replay;
    }

    static async start(line: FabricLine): Promise<ReplayedPeer> {
        const org2 = new Organization({ mspId: 'Org2MSP' });
        const { mspId, authorities } = org2;
        const peer = await LocalPeer.start({
            organizations: [{ mspId, authorities }],
            capabilities: CAPABILITIES[line],
        });
        return new ReplayedPeer(peer, org2, new ChaincodeReplay());
    }

    /** Has a chaincode register as it did. */
    async launch(name: string, registration: readonly Frame[]): Promise<readonly Frame[]> {
        const [register] = registration;
        if (register === undefined) throw new Error(`${name} has not registered`);
        const { name: packageId } = chaincodeId.decode(decodeMessage(register.bytes).payload);
        this.replay.expect(registration);
        this.#peer.install({
            name,
            packageId,
            connect: () => this.replay.connect(name),
            collections: SCENARIO_COLLECTIONS,
            initRequired: name === INITIAL_CHAINCODE,
        });
        await this.#peer.launch({ chaincode: name });
        // The last message, READY, is under way.
        while (this.replay.received.length < registration.length - 1) await new Promise(setImmediate);
        return this.replay.received;
    }

    /** Makes a recorded call, as a client of the same organization and at the same time. */
    async run({ how, frames }: RecordedCall): Promise<string> {
        const [transaction] = frames;
        if (transaction === undefined) throw new Error('a call has no messages');
        const { payload, proposal } = decodeMessage(transaction.bytes);
        const { identity, transient, channelHeader } = new Proposal(proposal);
        const { seconds = 0n, nanos = 0 } = channelHeader.timestamp ?? {};
        const request = {
            chaincode: transaction.chaincode,
            args: chaincodeInput.decode(payload).args,
            transient: Object.fromEntries(transient),
            identity: this.#clientOf(identity.mspId),
            time: new Date(Number(seconds) * 1000 + nanos / 1_000_000),
            isInit: how === 'init',
        };
        this.replay.expect(frames);
        if (how === 'evaluate') return describeOutcome(await this.#peer.evaluate(request));
        const { commit, status } = await this.#peer.submit(request);
        return describeOutcome({ status, validation: commit?.status });
    }

    close(): Promise<void> {
        return this.#peer.close();
    }

    #clientOf(mspId: string): SigningIdentity {
        const client = this.#clients[mspId];
        if (client === undefined) throw new Error(`there is no client of ${mspId}`);
        return client;
    }
}

function chaincodesOf(frames: readonly Frame[]): string[] {
    return [...new Set(frames.map(({ chaincode }) => chaincode))];
}

function expectRecorded(received: readonly Frame[], frames: readonly Frame[]): void {
    const expected = frames.filter(({ from }) => from === 'peer');
    // In words first, which tell more where they differ; then byte by byte.
    expect(received.map(withoutChance).map(describeFrame)).toEqual(expected.map(withoutChance).map(describeFrame));
    expect(received.map(withoutChance)).toEqual(expected.map(withoutChance));
}

describe.each(FABRIC_LINES)('a local peer says, byte by byte, what a peer of Fabric %s said', (line) => {
    const { registrations, calls } = readTranscript(line);
    let peer: ReplayedPeer;

    beforeAll(async () => {
        peer = await ReplayedPeer.start(line);
    });

    afterAll(() => peer.close());

    it.each(chaincodesOf(registrations))('where %s registers', async (name) => {
        const registration = registrations.filter(({ chaincode }) => chaincode === name);
        expectRecorded(await peer.launch(name, registration), registration);
    });

    it.each(calls)('to $how what $title', async (call) => {
        const outcome = await peer.run(call);
        expectRecorded(peer.replay.received, call.frames);
        expect(outcome).toBe(call.outcome);
    });
});
