import { error, type Finding } from '../reporting/finding';
import { type DialError, speaksTls } from './dial';
import { causeOf, CLIENT_CERTIFICATE, START_SERVER, WITHOUT_TLS } from './dial-causes';
import type { DialOptions } from './dial-options';

/** What a peer would only call `context deadline exceeded`. */
export async function explainDial(failure: DialError, where: string, options: DialOptions): Promise<Finding> {
    const said = `${failure.step}: ${failure.message}`;
    if (options.tls === undefined && failure.step !== 'TCP' && (await speaksTls(options))) {
        return error(where, `speaks TLS, and peers do not (${said})`, 'package it with --tls-root-cert');
    }
    const known = causeOf(failure.code);
    if (known !== undefined) return error(where, `${known.what} (${said})`, known.remedies.server);
    return explainStep(failure, where, said, options);
}

function explainStep({ step, code }: DialError, where: string, said: string, { tls }: DialOptions): Finding {
    if (step === 'TCP')
        return error(where, `does not answer (${said})`, `${START_SERVER}; a firewall may drop connections`);
    if (step === 'REGISTER') {
        return error(
            where,
            `does not register as chaincode does (${said})`,
            'see its log, and whether it is one at all',
        );
    }
    if (step === 'HTTP/2' && tls !== undefined && code === 'ECONNRESET') {
        return error(where, `ends the connection after the TLS handshake (${said})`, CLIENT_CERTIFICATE.server);
    }
    if (step === 'TLS' && code === 'ECONNRESET') {
        const what = `breaks off the TLS handshake, as servers without TLS do (${said})`;
        return error(where, what, WITHOUT_TLS.server);
    }
    const what = step === 'TLS' ? 'does not finish the TLS handshake' : 'does not speak HTTP/2';
    return error(where, `${what} (${said})`, 'see whether a chaincode server listens there, with TLS as packaged');
}
