import { type ChaincodeStub, ClientIdentity } from '@heddle/core';
import { leavesOf } from './json-leaves';

/** What everybody can read of a transaction in its block, apart from its arguments: to write it makes nothing public. */
export function publicFacts(stub: ChaincodeStub): readonly string[] {
    const { fcn } = stub.getFunctionAndParameters();
    return [stub.getTxID(), stub.getChannelID(), fcn, ...factsOfTime(stub.getDateTimestamp()), ...factsOfClient(stub)];
}

/** As contracts write it. Not its day or minute alone: whether a private 42 is found must not depend on the clock. */
function factsOfTime(time: Date): string[] {
    const milliseconds = time.getTime();
    const numbers = [milliseconds, Math.floor(milliseconds / 1000), time.getUTCFullYear()];
    return [time.toISOString(), time.toUTCString(), ...numbers.map(String)];
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
        return [mspid, client.getID(), client.getShimID(), client.getGoID(), ...attributes, ...names];
    } catch {
        // A client may have a certificate that says nothing of whom it is of.
        return [mspid];
    }
}
