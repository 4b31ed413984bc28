import { ChaincodeError } from '../errors';
import { type HostAndPort, parseHostAndPort } from './host-and-port';
import { checkedOptions, type HostOptions, type ResolvedHostOptions, resolveHostOptions } from './host-options';
import { CLIENT_OPTIONS, namesOf } from './option-names';
import { type ClientTlsOptions, resolveClientTls, type ResolvedClientTls } from './tls';

/** What a ChaincodeClient is told. */
export interface ChaincodeClientOptions extends HostOptions {
    /** Where the peer takes chaincode: `peer0.org1.example.com:7052`, or `dns:///` in front of that, as gRPC has it. */
    readonly address: string;
    /** Left out, the connection is plaintext. */
    readonly tls?: ClientTlsOptions | undefined;
}

/** ChaincodeClientOptions, checked and complete. */
export interface ResolvedClientOptions extends ResolvedHostOptions {
    /** Host and port, as they were given. */
    readonly address: string;
    readonly target: HostAndPort;
    readonly tls: ResolvedClientTls | undefined;
}

/**
 * Checks the options of client mode and fills in what they leave out.
 * @throws ChaincodeError INVALID_OPTIONS, with one sentence that names the option, its variable and the remedy
 */
export function resolveClientOptions(options: ChaincodeClientOptions): ResolvedClientOptions {
    const { address, tls, ...hostOptions } = checkedOptions(options);
    return {
        ...resolveHostOptions(hostOptions, CLIENT_OPTIONS),
        ...peerAddress(address),
        tls: resolveClientTls(tls),
    };
}

function peerAddress(given: unknown): Pick<ResolvedClientOptions, 'address' | 'target'> {
    const names = namesOf(CLIENT_OPTIONS.address);
    const remedy = "set it to the peer's host:port for chaincode, such as peer0.org1.example.com:7052";
    if (given === undefined || given === '')
        throw new ChaincodeError('INVALID_OPTIONS', `${names} is missing: ${remedy}`);
    const address = typeof given === 'string' ? given.replace(/^dns:\/\/\//, '') : '';
    const target = parseHostAndPort(address);
    if (target !== undefined && target.host !== '' && target.port > 0) return { address, target };
    throw new ChaincodeError('INVALID_OPTIONS', `${names} is ${JSON.stringify(given)}: ${remedy}`);
}
