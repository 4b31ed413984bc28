import { type ChaincodeStub, ClientIdentity } from '@heddle/core';
import { leavesOf } from './json-leaves';

/** What everybody can read of a transaction in its block, apart from its arguments: whoever writes it makes nothing public. */
export function publicFacts(stub: ChaincodeStub): readonly string[] {
    const { fcn } = stub.getFunctionAndParameters();
    return [stub.getTxID(), stub.getChannelID(), fcn, ...factsOfTime(stub.getDateTimestamp()), ...factsOfClient(stub)];
}

/** As contracts write it: as a text, as a number, or a part of it. */
function factsOfTime(time: Date): string[] {
    const text = time.toISOString();
    const milliseconds = time.getTime();
    return [
        text,
        time.toUTCString(),
        String(milliseconds),
        String(Math.floor(milliseconds / 1000)),
        ...text.split(/\D/),
    ];
}

function factsOfClient(stub: ChaincodeStub): string[] {
    const { mspid } = stub.getCreator();
    const client = new ClientIdentity(stub);
    try {
        const { raw, subject } = client.getX509Certificate();
        // Attributes of a Fabric CA stand in the certificate as JSON.
        const [json = ''] = /\{"attrs":\{.*?\}\}/.exec(raw.toString('latin1')) ?? [];
        const attributes = leavesOf(Buffer.from(json, 'latin1')).map(({ text }) => text);
        const names = subject.split(/\n|\+?[A-Za-z.\d]+=/);
        return [mspid, client.getID(), client.getGoID(), ...attributes, ...names];
    } catch {
        // A client may have a certificate that says nothing of whom it is of.
        return [mspid];
    }
}
