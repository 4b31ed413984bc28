/** What serves transactions, as far as operators want to know. A ChaincodeServer is one. */
export interface OperatedHost {
    /** How many streams peers have open. */
    readonly sessionCount: number;
    /** Whether a peer has accepted the registration on one of them. */
    readonly isReady: boolean;
    readonly transactionsInFlight: number;
    /** How many wait for a place. Default: none does, as without limits. */
    readonly transactionsWaiting?: number;
    /** Whether it dials its peer, so that nobody has to find it first. Default: peers dial it. */
    readonly dials?: boolean;
    /** Whether those are there to which it passes transactions on. Default: it runs them itself. */
    readonly hasServers?: boolean;
    /** What is served at the moment. Default: the one chaincode that there is. */
    readonly chaincodes?: readonly { readonly packageId: string }[];
}

/** Where the life of a host stands. */
export type Phase = 'starting' | 'serving' | 'closing';

/** How a host is, at one moment. */
export interface HostState {
    readonly phase: Phase;
    /** How long it has been in that phase. */
    readonly phaseMs: number;
    /** For how long transactions may go on once it closes. */
    readonly graceMs: number;
    readonly host: OperatedHost;
    /** Why no peer has accepted the registration, if one has refused it. */
    readonly refusal: string | undefined;
}
