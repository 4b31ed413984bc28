import { createHash } from 'node:crypto';
import type { SigningIdentity } from '@heddle/local-peer';
import { createSimulatedIdentity } from '@heddle/local-peer/internal';
import type { ClientOptions, MakeMember } from './network-members';

/** A call that a client of a simulated network has made, before anything of it has run. */
export interface SimulatedCall {
    readonly identity: SigningIdentity;
    readonly chaincode: string;
    /** The name of its contract; undefined for a raw call. */
    readonly contract: string | undefined;
    readonly name: string;
    readonly args: readonly unknown[];
    readonly purpose: 'endorse' | 'evaluate';
}

/** What a network does by a seed that others leave to chance. */
export interface Simulation {
    /** Makes what follows depend on this name, and not on what was before. */
    begin(label: string): void;
    nonce(): Buffer;
    readonly member: MakeMember;
    /** Told of each call. */
    called(call: SimulatedCall): void;
    /** MSP ids of organizations that have members, and no peer. */
    readonly outsiders: readonly string[];
}

const NONCE_BYTES = 24;
const byOptions = new WeakMap<object, Simulation>();

/** Makes a network of these options a simulation: the fuzzer's, of which users of the options see nothing. */
export function simulated<O extends object>(options: O, simulation: Simulation): O {
    byOptions.set(options, simulation);
    return options;
}

/** What the network of these options does by a seed; undefined for any network of a user. */
export function simulationOf(options: object): Simulation | undefined {
    return byOptions.get(options);
}

const members = new Map<string, SigningIdentity>();
const named = new WeakMap<SigningIdentity, ClientOptions & { readonly name: string }>();

/** What a client of a simulated network was asked for by. */
export function clientOf(identity: SigningIdentity): (ClientOptions & { readonly name: string }) | undefined {
    return named.get(identity);
}

/** They follow from their names, so that each has to be made once in a process. */
const rememberedMember: MakeMember = (mspId, options) => {
    const id = JSON.stringify([mspId, options]);
    const known = members.get(id) ?? createSimulatedIdentity(mspId, options);
    members.set(id, known);
    named.set(known, { ...options, mspId });
    return known;
};

/** Makes nonces that follow from a seed, and members whose keys follow from their names. */
export function createSimulation(seed: string, rest: Pick<Simulation, 'called' | 'outsiders'>): Simulation {
    let label = '';
    let count = 0;
    return {
        begin: (next) => {
            label = next;
            count = 0;
        },
        nonce: () => {
            count += 1;
            return createHash('sha256').update(`${seed}/${label}/${count}`).digest().subarray(0, NONCE_BYTES);
        },
        member: rememberedMember,
        ...rest,
    };
}
