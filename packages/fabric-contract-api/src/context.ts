/**
 * What a transaction gets as its first parameter. It is free-standing: the stub, the client and the loggers are set on it
 * when the transaction begins, so that its constructor sees none of them. A subclass may override the two methods.
 */
export class Context {
    // Declared, and not defined: a context has no fields before it is given them.
    declare stub: object;
    declare clientIdentity: object;
    declare logging: { setLevel: (level: string) => void; getLogger: (name?: string) => unknown };

    setChaincodeStub(stub: object): void {
        this.stub = stub;
    }

    setClientIdentity(clientIdentity: object): void {
        this.clientIdentity = clientIdentity;
    }
}
