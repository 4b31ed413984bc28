/** A base class for chaincode without contracts. It does not need it: any object with the two methods will do. */
export class ChaincodeInterface {
    Init(_stub: object): Promise<unknown> {
        return Promise.resolve();
    }

    Invoke(_stub: object): Promise<unknown> {
        return Promise.resolve();
    }
}
