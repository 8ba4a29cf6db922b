// The peer in Go: AWS's own SDK, one reader and 16 workers that send batches of 25.
//
//	loader SOURCE TABLE ROWS
package main

import (
	"context"
	"database/sql"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"sync"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	_ "github.com/mattn/go-sqlite3"
)

const (
	workers   = 16
	batchSize = 25
)

func newClient() *dynamodb.Client {
	return dynamodb.New(dynamodb.Options{
		Region: "us-east-1",
		Credentials: credentials.NewStaticCredentialsProvider(
			os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), ""),
		EndpointResolver: dynamodb.EndpointResolverFromURL(os.Getenv("BENCH_ENDPOINT")),
		// The default keeps 10 connections for a host: with 16 workers it would dial anew all the time.
		HTTPClient: awshttp.NewBuildableClient().WithTransportOptions(func(transport *http.Transport) {
			transport.MaxIdleConnsPerHost = 2 * workers
			transport.Proxy = nil
		}),
	})
}

// send writes a batch; what the service leaves undone is sent again.
func send(client *dynamodb.Client, table string, batch []types.WriteRequest) error {
	left := map[string][]types.WriteRequest{table: batch}
	for len(left) > 0 {
		answer, err := client.BatchWriteItem(
			context.Background(), &dynamodb.BatchWriteItemInput{RequestItems: left})
		if err != nil {
			return err
		}
		left = answer.UnprocessedItems
	}
	return nil
}

func attribute(value interface{}) types.AttributeValue {
	switch value := value.(type) {
	case int64:
		return &types.AttributeValueMemberN{Value: strconv.FormatInt(value, 10)}
	case float64:
		return &types.AttributeValueMemberN{Value: strconv.FormatFloat(value, 'g', -1, 64)}
	case string:
		return &types.AttributeValueMemberS{Value: value}
	case []byte:
		return &types.AttributeValueMemberB{Value: value}
	}
	return nil
}

// read hands the rows over in batches and returns how many there were.
func read(source, table string, limit int, batches chan<- []types.WriteRequest) (int, error) {
	defer close(batches)
	database, err := sql.Open("sqlite3", "file:"+source+"?mode=ro")
	if err != nil {
		return 0, err
	}
	defer database.Close()
	rows, err := database.Query(fmt.Sprintf("SELECT * FROM %q LIMIT %d", table, limit))
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	values := make([]interface{}, len(names))
	places := make([]interface{}, len(names))
	for i := range values {
		places[i] = &values[i]
	}
	count := 0
	batch := make([]types.WriteRequest, 0, batchSize)
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return count, err
		}
		item := make(map[string]types.AttributeValue, len(names))
		for i, name := range names {
			if value := attribute(values[i]); value != nil {
				item[name] = value
			}
		}
		batch = append(batch, types.WriteRequest{PutRequest: &types.PutRequest{Item: item}})
		count++
		if len(batch) == batchSize {
			batches <- batch
			batch = make([]types.WriteRequest, 0, batchSize)
		}
	}
	if len(batch) > 0 {
		batches <- batch
	}
	return count, rows.Err()
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("loader: ")
	if len(os.Args) != 4 {
		log.Fatal("usage: loader SOURCE TABLE ROWS")
	}
	limit, err := strconv.Atoi(os.Args[3])
	if err != nil {
		log.Fatal(err)
	}
	client := newClient()
	batches := make(chan []types.WriteRequest, 2*workers)
	var group sync.WaitGroup
	for i := 0; i < workers; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for batch := range batches {
				if err := send(client, os.Args[2], batch); err != nil {
					log.Fatal(err)
				}
			}
		}()
	}
	count, err := read(os.Args[1], os.Args[2], limit, batches)
	if err != nil {
		log.Fatal(err)
	}
	group.Wait()
	if count != limit {
		log.Fatalf("%d rows of %d", count, limit)
	}
}
