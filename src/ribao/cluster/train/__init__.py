"""Training the model of stories on an archive of headlines: see ``ribao lab train``. Nothing here is needed to run."""
