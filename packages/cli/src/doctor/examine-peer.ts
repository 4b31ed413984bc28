import { parseDialledAddress } from '../packaging/check-address';
import { ConfigurationError } from '../reporting/command-error';
import { error, type Finding } from '../reporting/finding';
import type { Diagnosis } from './diagnosis';
import { DialError, greet, speaksTls } from './dial';
import { causeOf, CLIENT_CERTIFICATE, PEER_ADDRESSES, WITHOUT_TLS } from './dial-causes';
import type { DialOptions } from './dial-options';
import type { PeerTls } from './peer-view';

const TIMEOUT_MS = 3_000;

/**
 * Dials a peer as far as HTTP/2, without the client certificate at first, to see whether it asks for one.
 *
 * @throws ConfigurationError if the address cannot be dialled
 */
export async function examinePeer(address: string, tls: PeerTls | undefined): Promise<Diagnosis> {
    const parsed = parseDialledAddress(address);
    if (parsed === undefined) {
        const remedy = 'give a host and a port, such as peer0.org1.example.com:7051';
        throw new ConfigurationError(`--peer is ${JSON.stringify(address)}, which cannot be dialled: ${remedy}`);
    }
    const options = { ...parsed, serverName: parsed.host, authority: address, timeoutMs: TIMEOUT_MS, tls };
    const where = `the peer at ${address}`;
    const anonymous = tls && { ...tls, clientCert: undefined, clientKey: undefined };
    const failure = await failureOf({ ...options, tls: anonymous });
    const how = tls === undefined ? 'without TLS' : 'with TLS, and asks for no client certificate';
    if (failure === undefined) return found(`${where} takes connections ${how}`);
    if (tls?.clientCert === undefined)
        return found(`failed at ${failure.step}`, await explain(failure, where, options));
    const second = await failureOf(options);
    if (second === undefined) return found(`${where} takes connections with TLS and this client certificate only`);
    return found(`failed at ${second.step}`, await explain(second, where, options));
}

function found(detail: string, ...findings: readonly Finding[]): Diagnosis {
    return { check: 'peer', detail, findings };
}

async function failureOf(options: DialOptions): Promise<DialError | undefined> {
    try {
        await greet(options);
        return undefined;
    } catch (thrown) {
        if (thrown instanceof DialError) return thrown;
        throw thrown;
    }
}

async function explain(failure: DialError, where: string, options: DialOptions): Promise<Finding> {
    const { step, code, message } = failure;
    const said = `(${step}: ${message})`;
    if (options.tls === undefined && step !== 'TCP' && (await speaksTls(options))) {
        return error(where, `speaks TLS ${said}`, 'give the certificate of its authority by --tls-root-cert');
    }
    const known = causeOf(code);
    if (known !== undefined) return error(where, `${known.what} ${said}`, known.remedies.peer);
    if (step === 'TCP') return error(where, `does not answer ${said}`, 'see whether a firewall drops connections');
    if (step === 'TLS') return error(where, `does not finish the TLS handshake ${said}`, WITHOUT_TLS.peer);
    // Go tells only behind the handshake that it wants a certificate.
    if (options.tls !== undefined)
        return error(where, `ends the connection after the TLS handshake ${said}`, CLIENT_CERTIFICATE.peer);
    return error(where, `does not speak HTTP/2 ${said}`, `see what listens there: ${PEER_ADDRESSES}`);
}
