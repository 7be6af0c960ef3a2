"""Training the model of labels: see ``ribao lab train-labels``. Nothing here is needed to run."""
