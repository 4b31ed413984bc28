/** What a channel is, as the page is told of it. */

/** What a channel says of itself; or why it does not, in the peer's words. */
export interface ChannelFacts {
    readonly definitions: Told<readonly DefinitionRow[]>;
    readonly configuration: Told<ConfigurationFacts>;
    /** Absent where the peer gives what it has. */
    readonly privateData?: string;
}

export type Told<What> = { readonly told: What } | { readonly refused: string };

export interface DefinitionRow {
    readonly name: string;
    readonly version: string;
    readonly sequence: number;
    readonly initRequired: boolean;
    readonly endorsementPolicy: string;
    /** Of the package that runs; only of an own network. */
    readonly packageId?: string;
    readonly collections: readonly {
        readonly name: string;
        readonly policy: string;
        readonly blockToLive: number;
        readonly memberOnlyRead: boolean;
        readonly memberOnlyWrite: boolean;
    }[];
}

/** Something of a channel's configuration that is not as it was. */
export interface ConfigurationChange {
    /** For instance `policy Endorsement`, or `organization Org3MSP`. */
    readonly what: string;
    readonly before?: string;
    readonly after?: string;
}

export interface ConfigurationFacts {
    readonly sequence: number;
    readonly organizations: readonly { readonly mspId: string; readonly policies: Readonly<Record<string, string>> }[];
    /** By the part of the channel that has them. */
    readonly capabilities: Readonly<Record<string, readonly string[]>>;
    readonly policies: Readonly<Record<string, string>>;
    /** Resources whose policy is not the default. */
    readonly acls: Readonly<Record<string, string>>;
}

/** Which blocks of a real network were read. State and histories know nothing of what was written before the first one. */
export interface Coverage {
    readonly from: number;
    /** The last one that was read; below `from` where there is none yet. */
    readonly to: number;
    /** How many blocks the peer has, as far as is known. */
    readonly height: number;
    /** Whether there were no others when the last one came. */
    readonly done: boolean;
    /** Why the blocks before the first are not read, or why those behind the last one change nothing here. */
    readonly notes: readonly string[];
    /** Since when the peer delivers nothing, and why. */
    readonly silent?: { readonly since: string; readonly reason: string };
}
