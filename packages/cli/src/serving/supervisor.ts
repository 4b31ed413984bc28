import type { MetadataDocument } from '@heddle/contract';

/** What a server tells the process that watches over it. */
export type SupervisedMessage =
    /** It begins to load the package. */
    | { readonly heddle: 'loading' }
    /** Peers can dial it. A chaincode without contracts has no metadata. */
    | { readonly heddle: 'listening'; readonly address: string; readonly metadata: MetadataDocument | undefined }
    /** It ends by itself, and why. */
    | { readonly heddle: 'ended'; readonly reason: string };

/** The process that has started this one, as `heddle dev` does, and is told of its life. */
export interface Supervisor {
    /** Resolves when the message is on its way, or nobody is there to take it. */
    tell(message: SupervisedMessage): Promise<void>;
}

/** The variable that asks a server to tell its life by the channel to its parent, and to keep it out of the log. */
export const SUPERVISED_VARIABLE = 'HEDDLE_SUPERVISED';

/** The part of a process that this needs. */
type Channelled = Pick<NodeJS.Process, 'env' | 'send'>;

/** Finds the supervisor, once: what the process runs, and what that starts, do not see the variable. */
export function findSupervisor(process: Channelled): Supervisor | undefined {
    const isAsked = process.env[SUPERVISED_VARIABLE] !== undefined;
    Reflect.deleteProperty(process.env, SUPERVISED_VARIABLE);
    if (!isAsked || process.send === undefined) return undefined;
    const send = process.send.bind(process);
    return {
        tell: (message) =>
            new Promise((resolve) => {
                // A parent that has gone is noticed elsewhere.
                send(message, undefined, undefined, () => {
                    resolve();
                });
            }),
    };
}
