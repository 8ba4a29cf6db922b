/// The configuration of the demo.
///
/// It is config.example.json, carried in the binary so that the demo needs no file but the program; a test
/// holds the two equal.
enum ReferenceConfig {
    static let text = #"""
        {
          "source": { "path": "chinook.sqlite" },
          "target": {
            "endpoint": null,
            "region": "us-east-1",
            "profile": null,
            "tablePrefix": "",
            "label": null
          },
          "load": {
            "maxInFlight": 1024,
            "minInFlight": 1,
            "parallelTables": 4,
            "readersPerTable": null,
            "maxWriteUnits": null,
            "maxQuarantined": 10000
          },
          "state": { "path": ".sluice/state.sqlite" },
          "log": {
            "path": ".sluice/sluice.log",
            "level": "info",
            "format": "text",
            "maxBytes": 10485760,
            "keep": 5
          },
          "ui": {
            "theme": "default",
            "framesPerSecond": 4,
            "color": true,
            "ascii": false,
            "lowBandwidth": false,
            "readOnly": false
          },
          "tables": {
            "MusicCatalog": {
              "partitionKey": "PK",
              "sortKey": "SK",
              "billing": "onDemand",
              "indexes": {
                "GSI1": { "partitionKey": "GSI1PK", "sortKey": "GSI1SK", "projection": "ALL" }
              },
              "entities": {
                "Artist": {
                  "from": "Artist",
                  "attributes": {
                    "PK": "ARTIST#{ArtistId}",
                    "SK": "PROFILE",
                    "EntityType": "Artist"
                  }
                },
                "Album": {
                  "from": "Album",
                  "attributes": {
                    "PK": "ARTIST#{ArtistId}",
                    "SK": "ALBUM#{AlbumId}",
                    "EntityType": "Album",
                    "ArtistName": "{ArtistId.Name}"
                  }
                },
                "Track": {
                  "from": "Track",
                  "attributes": {
                    "PK": "ARTIST#{AlbumId.ArtistId}",
                    "SK": "ALBUM#{AlbumId}#TRACK#{TrackId}",
                    "GSI1PK": "GENRE#{GenreId}",
                    "GSI1SK": "TRACK#{TrackId}",
                    "EntityType": "Track",
                    "AlbumTitle": "{AlbumId.Title}",
                    "ArtistName": "{AlbumId.ArtistId.Name}",
                    "GenreName": "{GenreId.Name}",
                    "MediaTypeName": "{MediaTypeId.Name}"
                  }
                }
              }
            },
            "CustomerData": {
              "partitionKey": "PK",
              "sortKey": "SK",
              "billing": "onDemand",
              "indexes": {
                "GSI1": { "partitionKey": "GSI1PK", "sortKey": "GSI1SK", "projection": "ALL" }
              },
              "entities": {
                "Customer": {
                  "from": "Customer",
                  "attributes": {
                    "PK": "CUSTOMER#{CustomerId}",
                    "SK": "PROFILE",
                    "GSI1PK": "EMAIL#{Email}",
                    "GSI1SK": "CUSTOMER#{CustomerId}",
                    "EntityType": "Customer",
                    "SupportRepName": "{SupportRepId.FirstName} {SupportRepId.LastName}"
                  }
                },
                "Invoice": {
                  "from": "Invoice",
                  "attributes": {
                    "PK": "CUSTOMER#{CustomerId}",
                    "SK": "INVOICE#{InvoiceDate}#{InvoiceId}",
                    "EntityType": "Invoice",
                    "Lines": {
                      "list": {
                        "from": "InvoiceLine",
                        "by": "InvoiceId",
                        "order": ["InvoiceLineId"],
                        "columns": ["InvoiceLineId", "TrackId", "UnitPrice", "Quantity"],
                        "attributes": { "TrackName": "{TrackId.Name}" }
                      }
                    }
                  }
                }
              }
            },
            "PlaylistData": {
              "partitionKey": "PK",
              "sortKey": "SK",
              "billing": "onDemand",
              "indexes": {
                "GSI1": { "partitionKey": "GSI1PK", "sortKey": "GSI1SK", "projection": "ALL" }
              },
              "entities": {
                "Playlist": {
                  "from": "Playlist",
                  "attributes": {
                    "PK": "PLAYLIST#{PlaylistId}",
                    "SK": "PROFILE",
                    "EntityType": "Playlist",
                    "TrackCount": {
                      "sql": "(SELECT count(*) FROM PlaylistTrack AS t WHERE t.PlaylistId = Playlist.PlaylistId)",
                      "type": "N"
                    }
                  }
                },
                "PlaylistTrack": {
                  "from": "PlaylistTrack",
                  "attributes": {
                    "PK": "PLAYLIST#{PlaylistId}",
                    "SK": "TRACK#{TrackId}",
                    "GSI1PK": "TRACK#{TrackId}",
                    "GSI1SK": "PLAYLIST#{PlaylistId}",
                    "EntityType": "PlaylistTrack",
                    "TrackName": "{TrackId.Name}",
                    "AlbumTitle": "{TrackId.AlbumId.Title}",
                    "ArtistName": "{TrackId.AlbumId.ArtistId.Name}"
                  }
                }
              }
            },
            "EmployeeData": {
              "partitionKey": "PK",
              "sortKey": "SK",
              "billing": "onDemand",
              "indexes": {
                "GSI1": { "partitionKey": "GSI1PK", "sortKey": "GSI1SK", "projection": "ALL" }
              },
              "entities": {
                "Employee": {
                  "from": "Employee",
                  "attributes": {
                    "PK": "EMPLOYEE#{EmployeeId}",
                    "SK": "PROFILE",
                    "GSI1PK": "MANAGER#{ReportsTo}",
                    "GSI1SK": "EMPLOYEE#{EmployeeId}",
                    "EntityType": "Employee",
                    "ManagerName": "{ReportsTo.FirstName} {ReportsTo.LastName}",
                    "DirectReports": {
                      "list": {
                        "from": "Employee",
                        "by": "ReportsTo",
                        "order": ["EmployeeId"],
                        "columns": ["EmployeeId", "FirstName", "LastName"]
                      }
                    }
                  }
                }
              }
            }
          }
        }

        """#
}
