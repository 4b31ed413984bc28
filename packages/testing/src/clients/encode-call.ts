import { types } from 'node:util';
import { ContractError, encodeArgument, type ServedTransaction } from '@heddle/contract';
import { TestNetworkError } from '../errors/test-network-error';

/**
 * Arguments in the forms in which a contract reads them; those left out at the end stay so.
 * @throws TestNetworkError ARGUMENT_INVALID
 */
export function encodeArguments(
    args: readonly unknown[],
    called: ServedTransaction | undefined,
): (string | Uint8Array)[] {
    const end = args.findLastIndex((arg) => arg !== undefined) + 1;
    return args.slice(0, end).map((arg, index) => encode(arg, called?.info.parameters[index]?.name));
}

/** @throws TestNetworkError ARGUMENT_INVALID */
export function encodeTransient(
    transient: Readonly<Record<string, unknown>> = {},
): Record<string, string | Uint8Array> {
    return Object.fromEntries(
        Object.entries(transient).map(([name, value]) => [name, encode(value, `transient ${name}`)]),
    );
}

/** @throws TestNetworkError ARGUMENT_INVALID */
export function encodeRaw(args: readonly unknown[]): (string | Uint8Array)[] {
    return args.map((arg, index) => {
        if (typeof arg === 'string' || types.isUint8Array(arg)) return arg;
        throw invalid(`argument ${index + 1} is neither text nor bytes: a call without a contract takes only these`);
    });
}

function encode(value: unknown, name: string | undefined): string | Uint8Array {
    try {
        return encodeArgument(value, name);
    } catch (error) {
        throw ContractError.is(error) ? invalid(error.message, { cause: error }) : error;
    }
}

function invalid(text: string, options?: ErrorOptions): TestNetworkError {
    return new TestNetworkError('ARGUMENT_INVALID', text, options);
}
