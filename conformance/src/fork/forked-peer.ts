import { createLogger, SessionRunner } from '@heddle/core';
import {
    CertificateAuthority,
    LedgerSnapshot,
    LocalPeer,
    type LocalPeerOptions,
    Organization,
} from '@heddle/local-peer';
import { createStreamPair, type MessageStream } from '@heddle/protocol';
import { FORK_CHAINCODE, forkChaincode } from './fork-chaincode';

/** A local peer on a snapshot, with the chaincode that wrote its ledger, for both organizations. */
export class ForkedPeer implements AsyncDisposable {
    readonly snapshot: LedgerSnapshot;
    readonly peer: LocalPeer;
    readonly organizations: readonly Organization[];

    private constructor(snapshot: LedgerSnapshot, peer: LocalPeer, organizations: readonly Organization[]) {
        this.snapshot = snapshot;
        this.peer = peer;
        this.organizations = organizations;
    }

    static async start(folder: string, options: LocalPeerOptions = {}): Promise<ForkedPeer> {
        const snapshot = await LedgerSnapshot.open(folder);
        const organizations = snapshot.organizations.map(({ mspId, authorities }) => {
            const authority = CertificateAuthority.namesake(authorities[0] ?? '');
            return new Organization({ mspId, authority, otherAuthorities: authorities });
        });
        const [organization, ...others] = organizations;
        if (organization === undefined) throw new Error(`the snapshot in ${folder} has no organization`);
        const peer = await LocalPeer.start({ organization, organizations: others, snapshot, ...options });
        const connect = Object.fromEntries(organizations.map(({ mspId }) => [mspId, () => connectChaincode(mspId)]));
        peer.install({ name: FORK_CHAINCODE, packageId: PACKAGE_ID, inherits: true, connect });
        await peer.launch({ chaincode: FORK_CHAINCODE });
        return new ForkedPeer(snapshot, peer, organizations);
    }

    /** What a function answers, as text. */
    async ask(...args: readonly string[]): Promise<string> {
        const [name = '', ...rest] = args;
        const { status, message, payload } = await this.peer.evaluate({
            chaincode: FORK_CHAINCODE,
            function: name,
            args: rest,
        });
        if (status !== 200) throw new Error(message);
        return payload.toString();
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.peer.close();
        await this.snapshot.close();
    }
}

const PACKAGE_ID = `${FORK_CHAINCODE}:1`;

function connectChaincode(mspId: string): MessageStream {
    const [ours, theirs] = createStreamPair();
    const logger = createLogger('error', () => undefined);
    // Ends with the stream; never rejects.
    void new SessionRunner(ours, { packageId: PACKAGE_ID, chaincode: forkChaincode, logger, mspId }).run();
    return theirs;
}
