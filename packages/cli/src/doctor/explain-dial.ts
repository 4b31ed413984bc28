import { error, type Finding } from '../reporting/finding';
import { type DialError, speaksTls } from './dial';
import type { DialOptions } from './dial-options';

const START = 'start the server, and let --server and its --chaincode-address agree';

/** By the codes of Node.js and OpenSSL. */
const CAUSES: readonly (readonly [code: RegExp, what: string, remedy: string])[] = [
    [/ECONNREFUSED/, 'is not listened at', START],
    [/ENOTFOUND|EAI_/, 'has a host that cannot be resolved', 'correct the name, or the DNS of this machine'],
    [/EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/, 'cannot be reached from here', 'correct the host, or the network'],
    [/ALTNAME/, 'has a certificate of another name', "issue one with the host of the package's address"],
    [/CERT_HAS_EXPIRED/, 'has a certificate that has expired', 'let its authority issue a new one'],
    [/CERT_NOT_YET_VALID/, 'has a certificate that is not valid yet', 'wait, or correct the clocks'],
    [
        /UNABLE_TO|SELF_SIGNED|UNKNOWN_CA|CERT_SIGNATURE|INVALID_CA/,
        'has a certificate of an authority that peers do not trust',
        'package the certificate of its authority by --tls-root-cert',
    ],
    [
        /ERR_SSL_.*ALERT|CERTIFICATE_REQUIRED/,
        'refuses the TLS of this side: it asks for another client certificate, or for one at all',
        'package one of its client authority by --client-cert and --client-key',
    ],
    [/ERR_SSL|EPROTO/, 'does not speak TLS', 'give the server a certificate, or package without --tls-root-cert'],
];

/** What a peer would only call `context deadline exceeded`. */
export async function explainDial(failure: DialError, where: string, options: DialOptions): Promise<Finding> {
    const said = `${failure.step}: ${failure.message}`;
    if (options.tls === undefined && failure.step !== 'TCP' && (await speaksTls(options))) {
        return error(where, `speaks TLS, and peers do not (${said})`, 'package it with --tls-root-cert');
    }
    const known = CAUSES.find(([code]) => code.test(failure.code ?? ''));
    if (known !== undefined) return error(where, `${known[1]} (${said})`, known[2]);
    return explainStep(failure, where, said, options);
}

function explainStep({ step, code }: DialError, where: string, said: string, { tls }: DialOptions): Finding {
    if (step === 'TCP') return error(where, `does not answer (${said})`, `${START}; a firewall may drop connections`);
    if (step === 'REGISTER') {
        return error(
            where,
            `does not register as chaincode does (${said})`,
            'see its log, and whether it is one at all',
        );
    }
    if (step === 'HTTP/2' && tls !== undefined && code === 'ECONNRESET') {
        const remedy = 'package a certificate of its client authority by --client-cert and --client-key';
        return error(where, `ends the connection after the TLS handshake (${said})`, remedy);
    }
    if (step === 'TLS' && code === 'ECONNRESET') {
        const what = `breaks off the TLS handshake, as servers without TLS do (${said})`;
        return error(where, what, 'give the server a certificate, or package without --tls-root-cert');
    }
    const what = step === 'TLS' ? 'does not finish the TLS handshake' : 'does not speak HTTP/2';
    return error(where, `${what} (${said})`, 'see whether a chaincode server listens there, with TLS as packaged');
}
