/** A base class for chaincode without contracts. It does not need it: any object with the two methods will do. */
export class ChaincodeInterface {
    async Init(_stub: object): Promise<unknown> {
        return undefined;
    }

    async Invoke(_stub: object): Promise<unknown> {
        return undefined;
    }
}
