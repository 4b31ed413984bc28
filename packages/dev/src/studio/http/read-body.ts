import type { IncomingMessage } from 'node:http';
import { badRequest, Refusal } from './refusal';

/** Reads a request's JSON. @throws Refusal */
export async function readBody(request: IncomingMessage, mostBytes: number): Promise<unknown> {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of request as AsyncIterable<Buffer>) {
        size += part.length;
        if (size > mostBytes)
            throw new Refusal(413, 'TOO_LARGE', `the request has more than ${mostBytes} bytes`, 'send less at a time');
        parts.push(part);
    }
    try {
        return JSON.parse(Buffer.concat(parts).toString()) as unknown;
    } catch {
        throw badRequest('the request is no JSON', 'send JSON');
    }
}
