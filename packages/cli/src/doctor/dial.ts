import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import * as http2 from 'node:http2';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { DialOptions } from './dial-options';
import { readFirstMessage } from './first-message';
import { hasName } from './peer-view';

/** Where a connection can fail, in order. */
export type DialStep = 'TCP' | 'TLS' | 'HTTP/2' | 'REGISTER';

/** At which step a connection failed, and how. */
export class DialError extends Error {
    readonly step: DialStep;
    readonly code: string | undefined;

    constructor(step: DialStep, cause: unknown) {
        const { message, code } = cause as NodeJS.ErrnoException;
        // OpenSSL's end with a line break.
        super(message.trim() || String(code), { cause });
        this.step = step;
        this.code = code;
    }
}

/** Talks over a connection that is open. */
type Talk<T> = (session: http2.ClientHttp2Session, signal: AbortSignal) => Promise<T>;

/**
 * Connects to a chaincode server as a peer does, and ends the connection when the server has registered.
 *
 * @returns the package id that the server registers with
 * @throws DialError
 */
export function dial(options: DialOptions): Promise<string> {
    return connected(options, (session, signal) =>
        at('REGISTER', () => readFirstMessage(session, options.authority, signal)),
    );
}

/**
 * Connects as far as HTTP/2, and asks for nothing.
 *
 * @throws DialError
 */
export function greet(options: DialOptions): Promise<void> {
    return connected(options, () => Promise.resolve());
}

async function connected<T>(options: DialOptions, talk: Talk<T>): Promise<T> {
    const signal = AbortSignal.timeout(options.timeoutMs);
    const socket = await at('TCP', () => openTcp(options, signal));
    try {
        const { tls } = options;
        const secured = tls === undefined ? socket : await at('TLS', () => secure(socket, { ...options, tls }, signal));
        return await converse(secured, options, signal, talk);
    } finally {
        socket.destroy();
    }
}

/** Whether a server speaks TLS, whatever its certificate. */
export async function speaksTls({ host, port, timeoutMs }: DialOptions): Promise<boolean> {
    const socket = connectTls({ host, port, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
    try {
        await once(socket, 'secureConnect', { signal: AbortSignal.timeout(timeoutMs) });
        return true;
    } catch {
        return false;
    } finally {
        socket.on('error', ignore).destroy();
    }
}

async function at<T>(step: DialStep, action: () => Promise<T>): Promise<T> {
    try {
        return await action();
    } catch (error) {
        throw new DialError(step, error);
    }
}

async function openTcp({ host, port }: DialOptions, signal: AbortSignal): Promise<Socket> {
    const socket = connectTcp({ host, port });
    try {
        await once(socket, 'connect', { signal });
    } catch (error) {
        socket.on('error', ignore).destroy();
        throw error;
    }
    // Errors reach those who wait by the events that they wait for.
    return socket.on('error', ignore);
}

async function secure(
    socket: Socket,
    { serverName, tls }: Pick<DialOptions, 'serverName'> & { readonly tls: NonNullable<DialOptions['tls']> },
    signal: AbortSignal,
): Promise<TLSSocket> {
    const secured = connectTls({
        socket,
        ca: tls.rootCert,
        cert: tls.clientCert,
        key: tls.clientKey,
        ALPNProtocols: ['h2'],
        minVersion: 'TLSv1.2',
        ...(isIP(serverName) === 0 && { servername: serverName }),
        checkServerIdentity: (_host, { raw, subjectaltname }) =>
            hasName(new X509Certificate(raw), serverName)
                ? undefined
                : Object.assign(new Error(`it is for ${subjectaltname ?? 'no names at all'}`), {
                      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
                  }),
    });
    await once(secured, 'secureConnect', { signal });
    return secured.on('error', ignore);
}

async function converse<T>(socket: Socket, options: DialOptions, signal: AbortSignal, talk: Talk<T>): Promise<T> {
    const scheme = options.tls === undefined ? 'http' : 'https';
    const session = http2.connect(`${scheme}://${options.authority}`, { createConnection: () => socket });
    try {
        await at('HTTP/2', () => settled(session, socket, signal));
        session.on('error', ignore);
        return await talk(session, signal);
    } finally {
        session.destroy();
    }
}

/** Both sides begin with their settings; a connection that ends before does not speak HTTP/2. */
async function settled(session: http2.ClientHttp2Session, socket: Socket, signal: AbortSignal): Promise<void> {
    // A socket that is gone already tells a session nothing.
    if (socket.destroyed) throw reset();
    const closed = Promise.race([once(session, 'close', { signal }), once(socket, 'close', { signal })]).then(() => {
        throw reset();
    });
    await Promise.race([once(session, 'remoteSettings', { signal }), closed]);
    // The loser of the race is heard when the connection ends.
    closed.catch(ignore);
}

function reset(): Error {
    return Object.assign(new Error('the server closed the connection'), { code: 'ECONNRESET' });
}

function ignore(): void {
    // What matters is told by what was waited for.
}
