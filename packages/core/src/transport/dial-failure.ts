/** Why there is no connection, as the end of a sentence that names the peer. */

/** What was under way when it failed. */
export type DialStep = 'TCP' | 'TLS' | 'HTTP/2';

/** By the codes of Node.js and OpenSSL, the first one that fits. */
const CAUSES: readonly (readonly [code: RegExp, what: string])[] = [
    [/ECONNREFUSED/, 'nothing listens there'],
    [/EHOSTUNREACH|ENETUNREACH/, 'it cannot be reached from here'],
    [/ENOTFOUND|EAI_/, 'its host cannot be resolved'],
    [/ALTNAME/, 'its certificate is of another name'],
    [/CERT_HAS_EXPIRED/, 'its certificate has expired'],
    [/CERT_NOT_YET_VALID/, 'its certificate is not valid yet'],
    [/UNABLE_TO|SELF_SIGNED|CERT_SIGNATURE|INVALID_CA/, 'its certificate is of another authority than the given one'],
    [/ERR_SSL_.*ALERT|CERTIFICATE_REQUIRED/, 'it refuses the certificate of this side, or demands one'],
    [/ERR_SSL|EPROTO/, 'it does not speak TLS'],
];

/** What a peer that hangs up means by it, in all likelihood. */
const HUNG_UP: Readonly<Record<DialStep, string>> = {
    TCP: 'it ended the connection at once',
    TLS: 'it ended the connection during the TLS handshake: it may not speak TLS',
    'HTTP/2': 'it ended the connection before it spoke HTTP/2',
};

const SILENT: Readonly<Record<DialStep, string>> = {
    TCP: 'it took no connection',
    TLS: 'it took the connection, and did not finish the TLS handshake',
    'HTTP/2': 'it took the connection, and did not speak HTTP/2',
};

/** It has said nothing in time. */
export function explainSilence(step: DialStep, timeoutMs: number): string {
    return `${SILENT[step]} within ${timeoutMs} ms`;
}

/**
 * @param error what the connection ended with; undefined where the other side closed it
 * @param isTls whether this side speaks TLS
 */
export function explainDialFailure(step: DialStep, error: Error | undefined, isTls: boolean): string {
    if (error === undefined || isReset(error)) return withSaid(explainHangUp(step, isTls), error);
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const [, what] = CAUSES.find(([pattern]) => pattern.test(code)) ?? [];
    return what === undefined ? messageOf(error) : withSaid(what, error);
}

function explainHangUp(step: DialStep, isTls: boolean): string {
    if (step !== 'HTTP/2') return HUNG_UP[step];
    const why = isTls ? 'it may demand a client certificate' : 'it may demand TLS';
    return `${HUNG_UP[step]}: ${why}`;
}

function isReset({ code }: NodeJS.ErrnoException): boolean {
    return code === 'ECONNRESET';
}

function withSaid(what: string, error: Error | undefined): string {
    return error === undefined ? what : `${what} (${messageOf(error)})`;
}

/** Of a host with several addresses, there is an error for each. */
function messageOf(error: Error): string {
    if (!(error instanceof AggregateError)) return error.message;
    return error.errors.map((one: unknown) => (one instanceof Error ? one.message : String(one))).join(', ');
}
