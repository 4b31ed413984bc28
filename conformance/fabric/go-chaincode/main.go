// Command go-chaincode is a chaincode that is not of Heddle: the official Go shim, which a peer dials as it dials ours.
package main

import (
	"log"
	"os"
	"strconv"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

type chaincode struct{}

func (chaincode) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }

func (chaincode) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	name, args := stub.GetFunctionAndParameters()
	run, ok := functions[name]
	if !ok {
		return shim.Error("there is no function " + name)
	}
	answer, err := run(stub, args)
	if err != nil {
		return shim.Error(err.Error())
	}
	return shim.Success([]byte(answer))
}

var functions = map[string]func(stub shim.ChaincodeStubInterface, args []string) (string, error){
	"open":   open,
	"pay":    pay,
	"close":  closeAccount,
	"hide":   hide,
	"count":  count,
	"binary": binary,
}

// open writes an account, and where it is by its owner.
func open(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	key, err := stub.CreateCompositeKey("owner", []string{args[1], args[0]})
	if err != nil {
		return "", err
	}
	if err := stub.PutState(key, []byte{0}); err != nil {
		return "", err
	}
	if err := stub.SetEvent("Opened", []byte(args[0])); err != nil {
		return "", err
	}
	return args[0], stub.PutState(args[0], []byte(`{"owner":"`+args[1]+`","balance":9007199254740993}`))
}

// pay reads what was there before, so that two of them are in each other's way.
func pay(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	before, err := stub.GetState(args[0])
	if err != nil {
		return "", err
	}
	return strconv.Itoa(len(before)), stub.PutState(args[0], []byte(args[1]))
}

func closeAccount(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	return "", stub.DelState(args[0])
}

func hide(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	transient, err := stub.GetTransient()
	if err != nil {
		return "", err
	}
	return "", stub.PutPrivateData("secrets", args[0], transient["secret"])
}

// count reads a range, and writes how many rows it has.
func count(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	rows, err := stub.GetStateByRange(args[0], args[0]+"~")
	if err != nil {
		return "", err
	}
	defer rows.Close()
	found := 0
	for ; rows.HasNext(); found++ {
		if _, err := rows.Next(); err != nil {
			return "", err
		}
	}
	return "", stub.PutState("count", []byte(strconv.Itoa(found)))
}

func binary(stub shim.ChaincodeStubInterface, args []string) (string, error) {
	return "", stub.PutState("binary", []byte{0xff, 0x00, 0xfe})
}

func main() {
	server := &shim.ChaincodeServer{
		CCID:     os.Args[1],
		Address:  os.Args[2],
		CC:       chaincode{},
		TLSProps: shim.TLSProperties{Disabled: true},
	}
	if err := server.Start(); err != nil {
		log.Fatal(err)
	}
}
