import { type Chaincode, createLogger, type SessionOptions, SessionRunner } from '@heddle/core';
import { type InstallOptions, LocalPeer, type LocalPeerOptions } from '@heddle/local-peer';
import { createStreamPair, messageTypeName } from '@heddle/protocol';

export interface InProcessOptions {
    readonly chaincode: Chaincode;
    readonly session?: Partial<SessionOptions>;
    readonly peer?: LocalPeerOptions;
    /** Default: none. */
    readonly indexes?: InstallOptions['indexes'];
}

/** A chaincode and a local peer, joined by a pair of streams. */
export class InProcess implements AsyncDisposable {
    readonly peer: LocalPeer;
    readonly sessions: SessionRunner[];
    /** Names of the requests that the chaincode made, in order. */
    readonly requests: string[];

    private constructor(peer: LocalPeer, sessions: SessionRunner[], requests: string[]) {
        this.peer = peer;
        this.sessions = sessions;
        this.requests = requests;
    }

    static async start({ chaincode, session, peer: peerOptions, indexes = [] }: InProcessOptions): Promise<InProcess> {
        const sessions: SessionRunner[] = [];
        const requests: string[] = [];
        const faults = {
            ...peerOptions?.faults,
            answer: (request: Parameters<NonNullable<NonNullable<LocalPeerOptions['faults']>['answer']>>[0]) => {
                requests.push(messageTypeName(request.type));
                return peerOptions?.faults?.answer?.(request);
            },
        };
        const peer = await LocalPeer.start({ ...peerOptions, faults });
        peer.install({
            name: 'cc',
            packageId: 'cc:1',
            indexes,
            connect: () => {
                const [ours, theirs] = createStreamPair();
                const logger = createLogger('error', () => undefined);
                const runner = new SessionRunner(ours, { packageId: 'cc:1', chaincode, logger, ...session });
                sessions.push(runner);
                // Ends with the stream; never rejects.
                void runner.run();
                return theirs;
            },
        });
        await peer.launch({ chaincode: 'cc' });
        return new InProcess(peer, sessions, requests);
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.peer.close();
    }
}
