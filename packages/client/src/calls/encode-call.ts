import type { ProposalOptions } from '@hyperledger/fabric-gateway';
import { CodecProblem } from '../codecs/problem';
import { unknown } from '../codecs/scalars';
import { isOptional } from '../codecs/structures';
import { ArgumentInvalid } from '../errors/argument-invalid';
import type { CalledTransaction } from '../errors/client-error';
import type { CallOptions } from './call-options';
import type { NamedCodecs, TransactionDefinition } from './transactions';

/** Makes what the gateway client takes of a call. @throws ArgumentInvalid */
export function encodeCall(
    call: CalledTransaction,
    { parameters, transient }: TransactionDefinition<unknown>,
    args: readonly unknown[],
    options: CallOptions,
): ProposalOptions {
    try {
        const { endorsingOrganizations } = options;
        return {
            arguments: parameters === undefined ? args.map(encodeUndeclared) : encodeArguments(parameters, args),
            transientData: encodeTransient(transient, options.transient ?? {}),
            ...(endorsingOrganizations !== undefined && { endorsingOrganizations: [...endorsingOrganizations] }),
        };
    } catch (error) {
        throw error instanceof CodecProblem ? new ArgumentInvalid(call, error.message, error) : error;
    }
}

function encodeUndeclared(arg: unknown, index: number): string | Uint8Array {
    return unknown.toArgument(arg, `argument ${index + 1}`);
}

/** Those left out at the end stay so: chaincode counts its arguments. */
function encodeArguments(parameters: NamedCodecs, args: readonly unknown[]): (string | Uint8Array)[] {
    const codecs = Object.entries(parameters);
    const given = args.slice(0, args.findLastIndex((arg) => arg !== undefined) + 1);
    const required = codecs.findLastIndex(([, codec]) => !isOptional(codec)) + 1;
    if (given.length > codecs.length) {
        throw new CodecProblem('it', `takes ${codecs.length} arguments, not ${given.length}`);
    }
    return codecs.slice(0, Math.max(given.length, required)).map(([name, codec], index) => {
        if (given[index] !== undefined) return codec.toArgument(given[index], name);
        throw new CodecProblem(name, isOptional(codec) ? LEFT_OUT : `is missing: it must be ${codec.expected}`);
    });
}

const LEFT_OUT = 'is undefined: give it a value, or leave out all arguments after it too';

function encodeTransient(
    declared: NamedCodecs | undefined,
    given: Readonly<Record<string, unknown>>,
): Record<string, string | Uint8Array> {
    const codecs = new Map(Object.entries(declared ?? {}));
    for (const [name, codec] of codecs) {
        if (given[name] !== undefined || isOptional(codec)) continue;
        throw new CodecProblem(`transient ${name}`, `is missing: it must be ${codec.expected}`);
    }
    const present = Object.entries(given).filter(([, value]) => value !== undefined);
    return Object.fromEntries(
        present.map(([name, value]) => [name, (codecs.get(name) ?? unknown).toArgument(value, `transient ${name}`)]),
    );
}
